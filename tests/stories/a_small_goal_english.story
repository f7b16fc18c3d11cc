# The same in English, without an idea and without a choice
> /start
= welcome.language
> [en]
= welcome.doors
> [further]
= further.where
> [steady]
= steady.what
> I don't know
= steady.rest
> [goal]
= goal.wish
> I don't know
= goal.idea
> I don't know
= goal.nothing
> [calm]
= calm.what
