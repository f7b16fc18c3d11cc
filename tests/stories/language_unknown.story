# Somebody types what is wrong before choosing a language, and it is not lost
> dagvaarding gekregen wat nu
= language.language
> [uk]
= letters.meaning
= letters.today
> [another]
= letters.pile
> [!person]
= people.now
> [menu]
= welcome.doors
