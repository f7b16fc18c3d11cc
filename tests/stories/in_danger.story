# Danger in the middle of a letter: the fixed screen first, and then back to the letter
> /start
= welcome.language
> [nl]
= welcome.doors
> [letter]
= letters.pile
> [one]
= letters.sender
> ik wil niet meer leven
= crisis_suicide.now
> [not_it]
= letters.sender
> [company]
= letters.which_company
> [reminder]
= letters.meaning
= letters.first
> hij slaat me
= crisis_violence.read_along
> [alone]
= crisis_violence.now
> [!leave]
= remark
