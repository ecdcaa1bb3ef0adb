// One slide at a time, and the speaker's window: the same page, opened a second time as
// ?speaker. The two tell each other the number of the slide; nothing else goes anywhere.
"use strict";
(function () {
    const root = document.documentElement;
    const slides = Array.from(document.querySelectorAll("main > .slide"));
    const titles = slides.map(slide => slide.querySelector("h1, h2").textContent);
    const speaks = location.search === "?speaker";
    const at = id => document.getElementById(id);
    let current = 0;
    let other = speaks ? window.opener : null;

    // Each slide says where it stands.
    let part = "";
    slides.forEach((slide, i) => {
        if (slide.classList.contains("title-slide")) part = titles[i];
        const place = document.createElement("p");
        place.className = "place";
        place.textContent = part + " · " + (i + 1) + " of " + slides.length;
        slide.insertBefore(place, slide.querySelector("details"));
    });
    // Commands stand out from what they print.
    document.querySelectorAll("pre.console code").forEach(code => {
        const lines = code.textContent.split("\n");
        code.textContent = "";
        lines.forEach((line, i) => {
            const span = document.createElement("span");
            if (line.startsWith("$ ")) span.className = "command";
            span.textContent = line + (i + 1 < lines.length ? "\n" : "");
            code.append(span);
        });
    });

    function show() {
        slides.forEach((slide, i) => slide.classList.toggle("current", i === current));
        document.title = titles[current] + " – Seven Calls";
        at("said").textContent = "Slide " + (current + 1) + " of " + slides.length + ": " + titles[current];
        if (speaks) showNotes();
    }
    // go(N, TOLD): to slide N, from 0; TOLD: the other window said so.
    function go(n, told) {
        n = Math.max(0, Math.min(slides.length - 1, n));
        if (n !== current) {
            current = n;
            show();
            history.replaceState(null, "", "#" + (current + 1));
            if (!root.classList.contains("show") && !speaks) slides[current].scrollIntoView();
        }
        if (!told) tell();
    }
    function tell() {
        if (other && !other.closed) other.postMessage({ sevenCalls: current }, "*");
    }
    function fromAddress() {
        return /^#[0-9]+$/.test(location.hash) ? Number(location.hash.slice(1)) - 1 : current;
    }
    window.addEventListener("hashchange", () => go(fromAddress()));

    // The speaker's window asks every second, so that the first one may be loaded again.
    window.addEventListener("message", event => {
        const n = event.data && event.data.sevenCalls;
        if (speaks && event.source !== other) return;
        if (n === "where") {
            other = event.source;
            tell();
        } else if (Number.isInteger(n)) {
            go(n, true);
        }
    });
    function openSpeaker() {
        other = window.open(location.pathname + "?speaker#" + (current + 1), "speaker", "width=1200,height=760");
        at("trouble").textContent = other ? "" :
            "The browser has blocked the speaker’s window: allow pop-ups for this page, and press S again.";
    }

    function fit() {
        const scale = Math.min(innerWidth / 1280, innerHeight / 720);
        root.style.setProperty("--fit", "translate(" + (innerWidth - 1280 * scale) / 2 + "px, " +
            (innerHeight - 720 * scale) / 2 + "px) scale(" + scale + ")");
    }

    function copyInto(box, slide) {
        box.replaceChildren();
        if (!slide) return;
        const copy = slide.cloneNode(true);
        copy.removeAttribute("id");
        box.append(copy);
    }
    function showNotes() {
        const notes = slides[current].querySelector("details");
        copyInto(at("here"), slides[current]);
        copyInto(at("next"), slides[current + 1]);
        at("next-title").textContent = titles[current + 1] || "the end";
        at("count").textContent = (current + 1) + " of " + slides.length;
        at("notes").replaceChildren();
        if (notes) Array.from(notes.childNodes).forEach(node => {
            if (node.nodeName !== "SUMMARY") at("notes").append(node.cloneNode(true));
        });
        at("notes").scrollTop = 0;
    }
    let started = Date.now();
    function tick() {
        const two = n => String(n).padStart(2, "0");
        const now = new Date();
        const spent = Math.floor((now - started) / 1000);
        at("clock").textContent = two(now.getHours()) + ":" + two(now.getMinutes());
        at("spent").textContent = "spent " + two(Math.floor(spent / 60)) + ":" + two(spent % 60);
        if (other && !other.closed) other.postMessage({ sevenCalls: "where" }, "*");
    }

    const keys = {
        ArrowRight: () => go(current + 1), PageDown: () => go(current + 1), " ": () => go(current + 1),
        ArrowLeft: () => go(current - 1), PageUp: () => go(current - 1),
        Home: () => go(0), End: () => go(slides.length - 1),
        s: () => { if (!speaks) openSpeaker(); },
        r: () => { started = Date.now(); if (speaks) tick(); },
        a: () => {
            if (speaks) return;
            root.classList.toggle("show");
            slides[current].scrollIntoView();
        },
        "?": () => at("keys").showModal(),
    };
    document.addEventListener("keydown", event => {
        const own = event.key === " " && event.target.closest("a, summary, button");
        if (event.ctrlKey || event.altKey || event.metaKey || own || at("keys").open) return;
        const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (!act) return;
        event.preventDefault();
        act();
    });
    let touched = null;
    document.addEventListener("touchstart", event => { touched = event.touches.length === 1 ? event.touches[0] : null; });
    document.addEventListener("touchend", event => {
        const moved = touched ? event.changedTouches[0].clientX - touched.clientX : 0;
        if (Math.abs(moved) > 60 && root.classList.contains("show")) go(current + (moved < 0 ? 1 : -1));
    });

    current = Math.max(0, Math.min(slides.length - 1, fromAddress()));
    if (speaks) {
        root.classList.add("speaker");
        at("speaker").hidden = false;
        tick();
        setInterval(tick, 1000);
    } else {
        root.classList.add("show");
        window.addEventListener("resize", fit);
        fit();
    }
    show();
})();
