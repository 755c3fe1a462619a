// This file holds the colour maps: functions from [0, 1] to colours.

package display

import (
	"image/color"
	"math"
	"slices"
	"strings"
)

// A colormap is given by colours at equal distances, between which sRGB values are interpolated linearly.
type colormap struct {
	name      string
	knots     []color.RGBA
	diverging bool // its middle means "neither": made for data with a centre
	signals   nonFiniteColors
}

// nonFiniteColors are the colours of cells that have no place on the scale. They must not occur in the map itself.
type nonFiniteColors struct{ nan, posInf, negInf color.RGBA }

var (
	// For maps without pinks and reds.
	warmSignals = nonFiniteColors{nan: rgb(0xff9ecb), posInf: rgb(0xe53935), negInf: rgb(0x00b0ff)}
	// For maps without greens and cyans.
	coolSignals = nonFiniteColors{nan: rgb(0x9ccc65), posInf: rgb(0x00e5ff), negInf: rgb(0x00796b)}
)

// The tables are samples of the published maps, rrggbb after rrggbb; a test compares them with the full tables.
//   - viridis, magma, inferno, plasma: Smith and van der Walt, "A better default colormap for Matplotlib", SciPy 2015
//     (CC0): perceptually uniform in CAM02-UCS.
//   - cividis: Nunez, Anderton and Renslow, "Optimizing colormaps with consideration for color vision deficiency",
//     PLOS ONE 13(7), 2018: the same to readers with and without colour vision deficiency.
//   - coolwarm: Moreland, "Diverging color maps for scientific visualization", ISVC 2009, the 33 values of its table.
//   - twilight: Bechtold, in Matplotlib since 3.0 (CC0): cyclic, for angles.
//   - gray: equal steps of sRGB, which are nearly equal steps of lightness.
var colormaps = []*colormap{
	{name: "viridis", signals: warmSignals, knots: unpackColors(
		"44015446065a470d6047136548186a481d6f482374482878472d7b46327e453681443b844240864045873f49893d4e8a3b528b" +
			"39568c375a8d355e8d33638d31668e2f6a8e2e6e8e2c728e2b768e297a8e287d8e26818e25858e23898e228c8d21908c20948c" +
			"1f988b1e9b8a1f9f8820a38721a68524aa8328ae802cb17e31b57b37b8773ebc7445bf704cc26c54c6675dc96365cc5d6ece58" +
			"78d15282d34c8cd64696d83fa0da39abdc32b5de2bc0df24cbe11fd5e21ae0e318eae51af4e61efde725")},
	{name: "magma", signals: coolSignals, knots: unpackColors(
		"00000402010903031106051a0a08220e0b2b130d33180f3d1d114622115028115a2f116336106a3d0f71430f764a107950127c" +
			"57147e5d177f631980691c816f1e817621817c23828226818928818f2a81952c809c2e7fa2307ea9327daf347bb63779bc3977" +
			"c33b75c93e72cf4170d6446ddb486ae14c66e65163ea5661ee5c5ef2635df5695cf7715cf9785dfa805efb8761fc8f64fd9668" +
			"fe9e6cfea571fead76feb47bfebb81fec387feca8dfed194fed99bfde0a2fde7a9fceeb0fcf6b8fcfdbf")},
	{name: "inferno", signals: coolSignals, knots: unpackColors(
		"00000402010a04031207051b0b072410092d150b371a0c40210c4a270b532e0a5a3609603c0965430a684a0c6b500e6c57106d" +
			"5d126e63146e6a176e70196e761b6d7d1e6d83206b89226a9024689627669c2964a32b61a92e5faf315cb53458bb3755c13a51" +
			"c63e4dcc4149d14644d64a40db4f3bdf5437e35932e75f2deb6528ee6b23f1711ef47819f67f14f8860ff98d0afa9407fb9c06" +
			"fca309fcab0ffcb217fbba1ffac228f9ca32f7d23df5d949f3e156f2e865f1ef75f3f586f6fa96fcffa4")},
	{name: "plasma", signals: coolSignals, knots: unpackColors(
		"0d088719068b2206902a05933105963804993f049c46039f4c02a15302a35901a55f01a66600a76c00a87201a87801a87e03a8" +
			"8405a78909a68f0da49511a29a169f9f1a9ca41e99a92396ae2792b22c8eb7308bbb3587bf3983c33e80c7427ccb4778cf4b75" +
			"d25071d6546dd9596adc5e67e06263e36760e66c5ce87059eb7555ee7a52f07f4ff2844bf48a48f68f44f89441f99a3dfb9f3a" +
			"fca537fdab33fdb130feb72dfebd2afdc328fdca26fcd025fbd724f9dd25f7e426f5eb27f2f227f0f921")},
	{name: "cividis", signals: warmSignals, knots: unpackColors(
		"00224e00255400285b002b62002e6a0030700433711135701a386f213b6e273e6e2d416d32436d36466c3b496c3f4c6c434e6c" +
			"47516c4b546c4f576c52596d565c6d5a5f6e5d626e61656f646770686a716b6d726f70737273747576767978777c7b78807e78" +
			"8481798784788b87788f8a78938d789790779b93769f9676a39a75a79d74aba072afa371b3a670b7aa6ebbad6cbfb06bc3b469" +
			"c8b766ccba64d0be61d4c15fd9c55cddc958e1cc55e6d051ead44cefd748f4db42f8df3cfde334fee838")},
	{name: "coolwarm", signals: coolSignals, diverging: true, knots: unpackColors(
		"3b4cc0445acc4d68d75775e16282ea6c8ef1779af782a5fb8db0fe98b9ffa3c2feaec9fcb8d0f9c2d5f4ccd9eed5dbe6dddddd" +
			"e5d8d1ecd3c5f1ccb9f4c4adf7bba0f7b194f7a687f49a7bf18d6fec7f63e57058de604dd55042cb3e38c0282fb40426")},
	{name: "twilight", signals: coolSignals, knots: unpackColors(
		"e2d9e2ddd9e0d6d7ddcdd3d8c3ced4b7c8cfabc2cc9fbbc994b4c78aadc581a6c3799ec27297c16c8fbf6886be647ebc6275ba" +
			"606cb85f63b55f5ab15e51ad5e47a75d3da15c3499592a8f562284521b774c176a45135c3e125038114634113d2f1437341238" +
			"3a113a42123e4b13425515465f174a691a4d741e4f7e2250872750902e509835509f3c50a64550ac4d51b25652b75f54bb6858" +
			"bf725cc27c62c5856ac78f72ca997dcca388ceac95d1b5a2d4beb0d8c6bddccdcaded3d5e1d7dce2d9e2")},
	{name: "gray", signals: warmSignals, knots: unpackColors("000000ffffff")},
}

// colormapNamed finds a map by name; a name that ends in "_r" is the map reversed.
func colormapNamed(name string) (*colormap, bool) {
	base, reversed := strings.CutSuffix(name, "_r")
	for _, m := range colormaps {
		if m.name != base {
			continue
		}
		if reversed {
			turned := *m
			turned.name, turned.knots = name, slices.Clone(m.knots)
			slices.Reverse(turned.knots)
			return &turned, true
		}
		return m, true
	}
	return nil, false
}

// mustColormap returns a map of the table above.
func mustColormap(name string) *colormap {
	m, ok := colormapNamed(name)
	if !ok {
		panic("display: no colour map " + name)
	}
	return m
}

func colormapNames() string {
	names := make([]string, len(colormaps))
	for i, m := range colormaps {
		names[i] = m.name
	}
	return strings.Join(names, ", ")
}

// at returns the colour at t; outside [0, 1] it is that of the nearer end.
func (m *colormap) at(t float64) color.RGBA {
	x := min(max(t, 0), 1) * float64(len(m.knots)-1)
	i := min(int(x), len(m.knots)-2)
	return mix(m.knots[i], m.knots[i+1], x-float64(i))
}

// mix is the colour the fraction t of the way from a to b, both opaque.
func mix(a, b color.RGBA, t float64) color.RGBA {
	part := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*t + 0.5) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 0xff}
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}

// unpackColors decodes a table of lower-case rrggbb values.
func unpackColors(hex string) []color.RGBA {
	digit := func(i int) uint8 { return uint8(strings.IndexByte("0123456789abcdef", hex[i])) }
	colors := make([]color.RGBA, 0, len(hex)/6)
	for i := 0; i+6 <= len(hex); i += 6 {
		colors = append(colors, color.RGBA{digit(i)<<4 | digit(i+1), digit(i+2)<<4 | digit(i+3), digit(i+4)<<4 | digit(i+5), 0xff})
	}
	return colors
}

// luminance is the relative luminance of an opaque sRGB colour as WCAG 2 defines it, from 0 to 1.
func luminance(c color.RGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear undoes the sRGB transfer curve (IEC 61966-2-1).
func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// readableOn is black or white, whichever has the better contrast on a background: by WCAG 2 always more than 4.5.
func readableOn(background color.RGBA) color.RGBA {
	if luminance(background) > 0.179 {
		return rgb(0x000000)
	}
	return rgb(0xffffff)
}
