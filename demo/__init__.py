"""A working brand on a local WeChat: starts both, joins them over HTTP, and loads a real purchase history."""
