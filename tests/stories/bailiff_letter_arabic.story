# A letter from the bailiff, in Arabic, from the first word typed to a provider
> /start
= welcome.language
> [ar]
= welcome.doors
> عندي رسالة من المحضر
= letters.pile
> [unopened]
= letters.open_one
= letters.sender
> [bailiff]
= letters.which_bailiff
> [eviction]
= letters.meaning
= letters.today
> [who_helps]
= orientation.area
> sittard-geleen
= orientation.today
> [talk]
= people.now
