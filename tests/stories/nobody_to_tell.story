# Nobody to tell it to: people and places instead; then somebody after all, in own words
> /start
= welcome.language
> [nl]
= welcome.doors
> [else]
= subjects.group
> [unsure]
= subjects.not_sure
> [look]
= awareness.presses
> [people]
= awareness.around
> [alone]
= awareness.alone
> [trusted]
= trusted_person.who
> [nobody]
= trusted_person.nobody
> terug
= trusted_person.who
> [unsure]
= trusted_person.think_of
= trusted_person.opening
> ik wil je iets vragen
= trusted_person.when
> [unsure]
= trusted_person.card
