package cli

import (
	"reflect"
	"strings"
	"unicode"
)

// formValues is what was given to a calculator's command, by the names of its
// fields: each string field of the command is the input of the same name. Kong
// has the names in lower case with dashes, and so have the calculators.
func formValues(command any) map[string]string {
	values := map[string]string{}
	v := reflect.ValueOf(command).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Type != reflect.TypeFor[string]() {
			continue
		}
		name := field.Tag.Get("name")
		if name == "" {
			name = dashed(field.Name)
		}
		values[name] = v.Field(i).String()
	}
	return values
}

// dashed is a field's name as a flag's: ShardData is shard-data.
func dashed(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
