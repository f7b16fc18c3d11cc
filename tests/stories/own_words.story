# Somebody who types everything, also nonsense, and is never lost
> hoi
= welcome.language
> nederlands
= welcome.doors
> asdfghjkl
= welcome.doors
> ik kan mijn rekeningen niet meer betalen
= orientation.first_money_debt
= orientation.urgent
> 1
= orientation.area
> weet ik niet
= orientation.today
> blub
= orientation.today
> een mens
= people.now
> [go_on]
= orientation.today
> terug
= orientation.area
