# A carer who is worn out, in Turkish, looks for support near home
> /start
= welcome.language
> [tr]
= welcome.doors
> [somebody_else]
= somebody_else.see
> Ben bakıyorum, çok yoruldum
= somebody_else.worn_out
> [who_helps]
= orientation.first_family
= orientation.kin
> [caring]
= orientation.area
> [beek]
= orientation.route
= orientation.providers
