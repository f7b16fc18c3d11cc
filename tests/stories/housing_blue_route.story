# Looking for a home with help beside it: the blue route, in Dutch
> /start
= welcome.language
> [nl]
= welcome.doors
> [else]
= subjects.group
> [home]
= subjects.about_home
> [housing]
= orientation.first_housing
= orientation.home
> [own_place]
= orientation.area
> [beek]
= orientation.route
= orientation.providers
> [more]
= place.which
> weet ik niet
= place.none
> [go_on]
= orientation.route
= orientation.providers
> [prepare]
= prepare.subject
