# An old debt, after things went well: nothing is lost, one thing for today, and somebody may ask later
> /start
= welcome.language
> [nl]
= welcome.doors
> [further]
= further.where
> [steady]
= steady.what
> [debt]
= steady.debt
> [later]
= aftercare.when
> [go_on]
= steady.debt
> terug
= steady.what
> [lower]
= steady.noticed
> weet ik niet
= steady.today
> [trusted]
= trusted_person.who
> stop
= stop.until_later
