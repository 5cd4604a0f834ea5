"""What the floor tells the authors: questions, their answers, interim rulings, and the edition that answers them."""
