package strict

import (
	"reflect"
	"strings"
)

// fieldsOf are the keys that a struct takes, with the types of their values.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		if key, ok := keyOf(t.Field(i)); ok {
			fields[key] = t.Field(i).Type
		}
	}
	return fields
}

// keysOf are the same keys in the order of the struct.
func keysOf(t reflect.Type) []string {
	var keys []string
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if key, ok := keyOf(t.Field(i)); ok {
			keys = append(keys, key)
		}
	}
	return keys
}

func keyOf(f reflect.StructField) (string, bool) {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	switch {
	case !f.IsExported() || name == "-":
		return "", false
	case name == "":
		return strings.ToLower(f.Name), true
	}
	return name, true
}
