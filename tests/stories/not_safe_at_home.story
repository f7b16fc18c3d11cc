# Something is not safe at home: one neutral screen, then the fixed question who can read along
> /start
= welcome.language
> [en]
= welcome.doors
> [else]
= subjects.group
> [home]
= subjects.about_home
> [family]
= orientation.first_family
= orientation.kin
> [unsafe]
= orientation.unsafe
> [go_on]
= crisis_violence.read_along
> [read_along]
= crisis_violence.careful
