// This file holds the pieces of HTML that bundles are made of. Everything that comes from data is escaped here.

package display

import (
	"encoding/base64"
	"fmt"
	"html"
	"image/color"
)

// pictureHTML is an image that holds its own data, shown at w by h CSS pixels and narrower where there is less room.
// Frontends keep such an image even in notebooks they do not trust.
func pictureHTML(png []byte, w, h int, alt string) string {
	return fmt.Sprintf(`<img src="data:image/png;base64,%s" width="%d" height="%d" alt="%s" style="max-width:100%%;height:auto;border-radius:4px">`,
		base64.StdEncoding.EncodeToString(png), w, h, html.EscapeString(alt))
}

// hexColor writes a colour for HTML.
func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
