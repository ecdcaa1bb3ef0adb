// Looks at every slide of the deck that is open, one after another as they are shown, and
// gives what is wrong, a line each; nothing when nothing is.
(function () {
    const found = [];
    const slides = Array.from(document.querySelectorAll("main > .slide"));
    const said = (where, what) => found.push(where + ": " + what);
    const textNodes = root => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode())
            if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("script, style")) nodes.push(walker.currentNode);
        return nodes;
    };
    const short = text => JSON.stringify(text.trim().slice(0, 40));

    // What stands on a slide is inside of its margins, and nothing is wider than what holds it.
    function fit(slide, where) {
        const page = slide.getBoundingClientRect();
        const scale = page.width / 1280;
        const style = getComputedStyle(slide);
        const pad = side => parseFloat(style["padding" + side]);
        if (Math.abs(page.height / scale - 720) > 1) said(where, "the slide is " + Math.round(page.height / scale) + " px high, not 720");
        function inside(rect, what, own) {      // own: the place, which stands in the margin
            const left = (rect.left - page.left) / scale, right = (rect.right - page.left) / scale;
            const top = (rect.top - page.top) / scale, bottom = (rect.bottom - page.top) / scale;
            if (rect.width === 0 && rect.height === 0) return;
            const margin = side => own ? 0 : pad(side);
            if (left < margin("Left") - 1 || right > 1280 - margin("Right") + 1 ||
                top < margin("Top") - 1 || bottom > 720 - margin("Bottom") + 1)
                said(where, what + " is outside of its margins: " + [left, top, right, bottom].map(Math.round).join(" "));
        }
        slide.querySelectorAll(":not(details, details *)").forEach(element => {
            const name = element.localName + " " + short(element.textContent);
            inside(element.getBoundingClientRect(), name, element.closest(".place"));
            if (element.clientWidth > 0 && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1) &&
                getComputedStyle(element).display !== "inline")
                said(where, name + " overflows");
        });
        textNodes(slide).forEach(node => {
            if (node.parentElement.closest("details")) return;
            const range = document.createRange();
            range.selectNodeContents(node);
            Array.from(range.getClientRects()).forEach(rect => inside(rect, "text " + short(node.data), node.parentElement.closest(".place")));
        });
    }

    // Code in 20 points or more, text in 22; the place in 14.
    function sizes(slide, where) {
        textNodes(slide).forEach(node => {
            const parent = node.parentElement;
            if (parent.closest("details")) return;
            const least = parent.closest(".place") ? 14 : parent.closest("code, pre") ? 20 : 22;
            const points = parseFloat(getComputedStyle(parent).fontSize) * 0.75;
            if (points < least - 0.01) said(where, points.toFixed(1) + " points, not " + least + ": " + short(node.data));
        });
    }

    // Contrast as WCAG defines it, of each text in the page, also of what is not shown now.
    function colour(text) {
        const numbers = text.match(/[0-9.]+/g).map(Number);
        return { parts: numbers.slice(0, 3), alpha: numbers.length > 3 ? numbers[3] : 1 };
    }
    function luminance(parts) {
        const [r, g, b] = parts.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
    function contrast() {
        textNodes(document.body).forEach(node => {
            const slide = node.parentElement.closest("main > .slide");
            const where = slide ? "slide " + (slides.indexOf(slide) + 1) : "page";
            const ink = colour(getComputedStyle(node.parentElement).color);
            let paper = { parts: [255, 255, 255], alpha: 0 };
            for (let e = node.parentElement; e; e = e.parentElement) {
                const style = getComputedStyle(e);
                if (style.opacity !== "1" || style.backgroundImage !== "none") said(where, "cannot tell the contrast of " + short(node.data));
                if (paper.alpha === 0) paper = colour(style.backgroundColor);
            }
            if (ink.alpha !== 1 || (paper.alpha !== 1 && paper.alpha !== 0)) said(where, "half transparent: " + short(node.data));
            const lights = [luminance(ink.parts), luminance(paper.parts)].sort((a, b) => b - a);
            const ratio = (lights[0] + 0.05) / (lights[1] + 0.05);
            if (ratio < 7) said(where, "contrast " + ratio.toFixed(1) + ", not 7: " + short(node.data));
        });
    }

    // What a reader who does not see the page relies on.
    function pictures() {
        document.querySelectorAll("main img").forEach(img => {
            const where = "slide " + (slides.indexOf(img.closest(".slide")) + 1);
            if (!img.complete || img.naturalWidth === 0) said(where, "a picture is broken: " + img.alt.slice(0, 40));
            if (!img.alt.trim()) said(where, "a picture has no description");
        });
    }
    function outline() {
        if (document.documentElement.lang !== "en") said("page", "it does not say its language");
        if (slides.length === 0) said("page", "no slide");
        slides.forEach((slide, i) => {
            const level = slide.classList.contains("title-slide") ? "H1" : "H2";
            const headings = Array.from(slide.querySelectorAll("h1, h2, h3, h4, h5, h6")).map(h => h.tagName);
            if (slide.localName !== "section" || headings.join() !== level) said("slide " + (i + 1), "headings: " + headings.join());
        });
    }

    outline();
    const current = slides.findIndex(slide => slide.classList.contains("current"));
    slides.forEach((slide, i) => {
        slides.forEach(s => s.classList.toggle("current", s === slide));
        const where = "slide " + (i + 1) + ", " + short(slide.querySelector("h1, h2").textContent);
        fit(slide, where);
        sizes(slide, where);
    });
    slides.forEach((s, i) => s.classList.toggle("current", i === current));
    contrast();
    pictures();
    return Array.from(new Set(found)).join("\n");
})()
