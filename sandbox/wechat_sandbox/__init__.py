"""A local WeChat: its HTTP APIs, its callbacks, and a population of people who behave."""
