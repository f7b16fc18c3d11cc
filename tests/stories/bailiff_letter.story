# A letter from the bailiff, somebody in Sittard-Geleen, in Dutch
> /start
= welcome.language
> [nl]
= welcome.doors
> er ligt een brief van de deurwaarder
= letters.pile
> [one]
= letters.sender
> [bailiff]
= letters.which_bailiff
> [summons]
= letters.meaning
= letters.today
> [who_helps]
= orientation.area
> [sittard-geleen]
= orientation.today
> [more]
= place.which
> Geldfit
= place.about
> [did_not_work]
= orientation.today
