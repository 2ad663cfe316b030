"""The kinds of fields a form can ask, one file a kind: how its posting is read, checked and shown again."""
