package cli

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// pruned is a grammar of one command: the flags of all, and that command.
//
// The parser reads the tags of every field it is given, which for all commands
// takes longer than most of them run. Where the first word names a command,
// the others can't matter.
type pruned struct {
	globals
	kong.Plugins
}

// prunedCalc is netsplit calc with one calculator.
type prunedCalc struct{ kong.Plugins }

// whole are the commands that look at the grammar itself.
var whole = []string{"man", "completion", "help"}

// grammarFor is the grammar that arguments need: that of their command alone
// if they begin with one, else all of it. It returns the flags of all commands
// too, where they will be set.
func grammarFor(args []string) (any, *globals) {
	all := &grammar{}
	if len(args) == 0 || slices.Contains(whole, args[0]) {
		return all, &all.globals
	}
	field, ok := commandField(reflect.TypeFor[grammar](), args[0])
	if !ok {
		return all, &all.globals
	}
	one := &pruned{}
	if args[0] == "calc" && len(args) > 1 {
		if calculator, ok := commandField(reflect.TypeFor[calcCommand](), args[1]); ok {
			calc := holding(field.Name, reflect.TypeFor[prunedCalc](), field.Tag)
			calc.Elem().Field(0).Addr().Interface().(*prunedCalc).Plugins = kong.Plugins{
				holding(calculator.Name, calculator.Type, calculator.Tag).Interface()}
			one.Plugins = kong.Plugins{calc.Interface()}
			return one, &one.globals
		}
	}
	one.Plugins = kong.Plugins{holding(field.Name, field.Type, field.Tag).Interface()}
	return one, &one.globals
}

// commandField is the field that mounts a command of this name.
func commandField(grammar reflect.Type, name string) (reflect.StructField, bool) {
	for i := range grammar.NumField() {
		field := grammar.Field(i)
		if _, ok := field.Tag.Lookup("cmd"); !ok || field.Tag.Get("default") != "" {
			continue
		}
		mounted := field.Tag.Get("name")
		if mounted == "" {
			mounted = strings.ToLower(field.Name)
		}
		if mounted == name {
			return field, true
		}
	}
	return reflect.StructField{}, false
}

// holding is a pointer to a struct with one field.
func holding(name string, of reflect.Type, tag reflect.StructTag) reflect.Value {
	return reflect.New(reflect.StructOf([]reflect.StructField{{Name: name, Type: of, Tag: tag}}))
}
