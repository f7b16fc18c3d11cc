# Feeling alone: own people first (green), then places in the neighbourhood (yellow), in Dutch
> /start
= welcome.language
> [nl]
= welcome.doors
> ik voel me zo alleen
= orientation.first_loneliness
= orientation.alone
> [own_people]
= orientation.area
> [beek]
= orientation.route
= orientation.own_people
> [subject]
= subjects.group
> [home]
= subjects.about_home
> [loneliness]
= orientation.first_loneliness
= orientation.alone
> [meet]
= orientation.route
= orientation.providers
> [story]
= story.first
= story.read_on
