"""Korean sentences, particles and morphemes, known nowhere else in the house.

This floor knows nothing of money or agencies: words that the morphological analyser
should keep whole are handed in from above.
"""
