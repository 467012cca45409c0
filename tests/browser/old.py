"""A browser made old: what came after Chromium 94 is gone before any script of the page runs."""

from __future__ import annotations

# object → what it had not: those that the front end calls, and their like, which the next version of it may call.
LATER = {
    "Array.prototype": "toSorted toReversed toSpliced with findLast findLastIndex at group groupToMap",
    "Object.getPrototypeOf(Uint8Array.prototype)": "toSorted toReversed with findLast findLastIndex at",
    "Array": "fromAsync",
    "Object": "hasOwn groupBy",
    "Map": "groupBy",
    "Map.prototype": "getOrInsert getOrInsertComputed",
    "Set.prototype": "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom",
    "String.prototype": "at replaceAll isWellFormed toWellFormed",
    "Promise": "withResolvers try",
    "globalThis": "structuredClone Iterator URLPattern scheduler navigation Highlight Float16Array CompressionStream DecompressionStream",
    "AbortSignal": "timeout any",
    "AbortSignal.prototype": "throwIfAborted reason",
    "ArrayBuffer.prototype": "transfer transferToFixedLength resize resizable maxByteLength detached",
    "Uint8Array": "fromBase64 fromHex",
    "Uint8Array.prototype": "toBase64 toHex setFromBase64",
    "URL": "canParse parse",
    "URLSearchParams.prototype": "size",
    "ReadableStream": "from",
    "ReadableStream.prototype": "values",
    "RegExp": "escape",
    "Error": "isError",
    "Math": "sumPrecise f16round",
    "Intl": "DurationFormat supportedValuesOf",
    "Intl.NumberFormat.prototype": "formatRange formatRangeToParts",
    "Intl.Locale.prototype": "getWeekInfo getTextInfo getCalendars weekInfo",
    "Element.prototype": "checkVisibility setHTMLUnsafe getHTML moveBefore",
    "HTMLElement.prototype": "showPopover hidePopover togglePopover popover inert",
    "Document.prototype": "startViewTransition",
    "CSS": "highlights",
    "Crypto.prototype": "randomUUID",
    "CanvasRenderingContext2D.prototype": "roundRect reset createConicGradient letterSpacing",
}
METHODS_OF_ITERATORS = "map filter take drop flatMap reduce toArray forEach some every find"
SCRIPT = (
    "(() => { const gone = (thing, names) => { for (const name of names.split(' ')) if (thing) delete thing[name]; };"
    + f"gone(Object.getPrototypeOf(Object.getPrototypeOf([].values())), '{METHODS_OF_ITERATORS}');"
    + "".join(f"gone({thing}, '{names}');" for thing, names in LATER.items())
    + "})();"
)
