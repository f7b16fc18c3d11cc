# A poster with an Arabic code leads straight to the letters
> /start ar-letter
= letters.pile
> [one]
= letters.sender
> [government]
= letters.which_government
> [fine]
= letters.meaning
= letters.first
> /start tr
= letters.meaning
= letters.first
> [who_helps]
= orientation.area
