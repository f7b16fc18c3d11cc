# Things are steady: one small goal in own words, a plan that also says what if it does not work out
> /start
= welcome.language
> [nl]
= welcome.doors
> [further]
= further.where
> [steady]
= steady.what
> [goal]
= steady.goal
> [goal]
= goal.wish
> elke zondag bij mijn broer eten
= goal.when
> [tomorrow]
= goal.setback
> [smaller]
= goal.plan
> [change]
= goal.wish
> weet ik niet
= goal.idea
> [outside]
= goal.plan
