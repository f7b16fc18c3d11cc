# Nothing to eat tonight, in Beek, in Arabic
> /start
= welcome.language
> [ar]
= welcome.doors
> لا يوجد طعام في البيت والأطفال جائعون
= crisis_basic.now
= crisis_basic.need
> [food]
= crisis_basic.area
> [beek]
= crisis_basic.for_food
> [other_need]
= crisis_basic.now
= crisis_basic.need
> [not_it]
= welcome.doors
