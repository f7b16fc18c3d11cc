"""A person who has been there: consent, the request, the talk, the expert's desk and what falls due."""
