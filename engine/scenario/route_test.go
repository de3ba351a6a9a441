package scenario

import (
	"slices"
	"testing"
)

// The longest path comes first, whatever the order of the file, and the text
// reads back.
func TestRoutes(t *testing.T) {
	p := Param{Name: "routes", Type: TypeRoutes}
	v, err := parseValue(p, "/=web, /cart=carts,/cart/old=web")
	if err != nil {
		t.Fatal(err)
	}
	want := []Route{{"/cart/old", "web"}, {"/cart", "carts"}, {"/", "web"}}
	if !slices.Equal(v.routes, want) || !slices.Equal(v.list, []string{"web", "carts"}) {
		t.Errorf("routes %v to %v", v.routes, v.list)
	}
	again, err := parseValue(p, v.Text)
	if err != nil || !slices.Equal(again.routes, want) {
		t.Errorf("%q reads back as %v, %v", v.Text, again.routes, err)
	}
}

func TestRoutesThatAreWrong(t *testing.T) {
	tests := []struct{ text, want string }{
		{"cart=carts", `"cart" is not a path: write / and then letters, digits, - _ . ~ and more /, like /cart`},
		{"/cart", `"/cart" is not a route: write /path=component`},
		{"/a=web, /a=carts", `"/a" is in routes twice: name each path once`},
		{"/a=", `"" is not a component's name: ` + nameRule},
		{"/a b=web", `"/a b" is not a path: write / and then letters, digits, - _ . ~ and more /, like /cart`},
	}
	for _, test := range tests {
		if _, err := parseValue(Param{Name: "routes", Type: TypeRoutes}, test.text); err == nil || err.Error() != test.want {
			t.Errorf("%q: got %v\nwant %s", test.text, err, test.want)
		}
	}
}
