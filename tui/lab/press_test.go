package lab

import "netsplit/tui/keymap"

func press(a keymap.Action, key string) keymap.Press { return keymap.Press{Action: a, Key: key} }
