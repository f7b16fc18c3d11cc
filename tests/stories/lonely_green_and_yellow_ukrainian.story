# Feeling alone, in Ukrainian: somebody who comes by, or nobody knows yet
> /start
= welcome.language
> [uk]
= welcome.doors
> [else]
= subjects.group
> [home]
= subjects.about_home
> [loneliness]
= orientation.first_loneliness
= orientation.alone
> [visit]
= orientation.area
> [sittard-geleen]
= orientation.route
= orientation.providers
> [!back]
= orientation.area
> не знаю
= orientation.route
= orientation.providers
> [subject]
= subjects.group
> не знаю
= subjects.not_sure
> [menu]
= welcome.doors
