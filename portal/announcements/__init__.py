"""What every page says for some time above its content: works, a closed office, an emergency."""
