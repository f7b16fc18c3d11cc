# Nothing to eat tonight, in Beek, in Dutch
> /start
= welcome.language
> [nl]
= welcome.doors
> ik heb honger en geen geld voor eten
= crisis_basic.now
= crisis_basic.need
> [food]
= crisis_basic.area
> [beek]
= crisis_basic.for_food
> [other_need]
= crisis_basic.now
= crisis_basic.need
> [energy]
= crisis_basic.for_energy
> [go_on]
= welcome.doors
