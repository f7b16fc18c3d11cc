# Asked afterwards: it did not work out, out of shame; another way, and nobody is pushed
> /start
= welcome.language
> [nl]
= welcome.doors
> [further]
= further.where
> [aftercare]
= aftercare.when
> [now]
= check_in.worked_out
> nog niet
= check_in.threshold
> [shame]
= check_in.shame
> [trusted]
= trusted_person.who
> terug
= check_in.shame
