package nyc.crime.web;

import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A film that the page saves, decoded by the browser frame by frame. Each picture is given its number in black and white before the
 * recorder gets it: a frame of the file tells which of them it is.
 */
final class Film {

    private static final String WATCH = """
            () => {
              const film = (window.film = { drawn: 0, told: [], words: [], texts: [], blobs: [] });
              film.SIDE = 12;
              film.at = (i, width) => [width - film.SIDE * (13 - i), 60];
              film.pixels = (image, width, height) => {
                const context = new OffscreenCanvas(width, height).getContext('2d');
                context.drawImage(image, 0, 0);
                return context.getImageData(0, 0, width, height).data;
              };
              const { captureStream } = HTMLCanvasElement.prototype;
              const { requestFrame } = CanvasCaptureMediaStreamTrack.prototype;
              const { fillText } = CanvasRenderingContext2D.prototype;
              const { createObjectURL } = URL;
              HTMLCanvasElement.prototype.captureStream = function (rate) {
                film.canvas = this;
                return captureStream.call(this, rate);
              };
              CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
                film.words.push(text);
                fillText.call(this, text, ...at);
              };
              CanvasCaptureMediaStreamTrack.prototype.requestFrame = function () {
                const { width, height } = film.canvas;
                const context = film.canvas.getContext('2d');
                context.setTransform(1, 0, 0, 1, 0, 0);
                for (let i = 0; i < 12; i++) {
                  context.fillStyle = (film.drawn >> i) & 1 ? 'white' : 'black';
                  context.fillRect(...film.at(i, width), film.SIDE, film.SIDE);
                }
                if (film.drawn === 1) film.picture = film.pixels(film.canvas, width, height);
                if (film.drawn < 2) film.texts = film.words;
                film.words = [];
                film.drawn++;
                requestFrame.call(this);
              };
              URL.createObjectURL = (blob) => {
                film.blobs.push(blob);
                return createObjectURL.call(URL, blob);
              };
              const status = document.querySelector('#status-text');
              new MutationObserver(() => {
                const [, percent] = /^Recording the film … (\\d+) %$/.exec(status.textContent) ?? [];
                if (percent) film.told.push(+percent);
              }).observe(status, { childList: true });
            }
            """;

    private static final String DECODE = """
            async () => {
              const data = new Uint8Array(await film.blobs[0].arrayBuffer());
              const { width, height } = film.canvas;
              const number = (at, length) => data.subarray(at, at + length).reduce((value, byte) => value * 256 + byte, 0);
              const lengthAt = (at) => Math.clz32(data[at]) - 23;
              // Segment, Cluster, Tracks, TrackEntry, BlockGroup
              const holders = [0x18538067, 0x1f43b675, 0x1654ae6b, 0xae, 0xa0];
              const chunks = [];
              let start = 0;
              let codec = '';
              for (let at = 0; at < data.length; ) {
                const id = number(at, lengthAt(at));
                at += lengthAt(at);
                const length = lengthAt(at);
                const size = number(at, length) - 2 ** (7 * length);
                at += length;
                if (holders.includes(id)) continue;
                if (id === 0xe7) start = number(at, size);
                if (id === 0x86) codec = new TextDecoder().decode(data.subarray(at, at + size));
                if (id === 0xa3 || id === 0xa1) {
                  const time = start + new DataView(data.buffer, at + 1, 2).getInt16(0);
                  chunks.push({ timestamp: time * 1000, type: !chunks.length || (id === 0xa3 && data[at + 3] & 0x80) ? 'key' : 'delta', data: data.subarray(at + 4, at + size) });
                }
                at += size;
              }
              const numbers = [];
              const times = [];
              let second;
              const decoder = new VideoDecoder({
                output: (frame) => {
                  const pixels = film.pixels(frame, width, height);
                  const bit = (i) => {
                    const [x, y] = film.at(i, width).map((v) => v + film.SIDE / 2);
                    return pixels[4 * (y * width + x)] > 127 ? 1 << i : 0;
                  };
                  numbers.push(Array.from({ length: 12 }, (_, i) => bit(i)).reduce((a, b) => a + b));
                  times.push(Math.round(frame.timestamp / 1000));
                  if (numbers.length === 2) second = pixels;
                  frame.close();
                },
                error: (fault) => numbers.push(String(fault)),
              });
              decoder.configure({ codec: { V_VP8: 'vp8', V_VP9: 'vp09.00.10.08', V_AV1: 'av01.0.04M.08' }[codec] });
              chunks.forEach((chunk) => decoder.decode(new EncodedVideoChunk(chunk)));
              await decoder.flush();
              // how alike the file's picture and the page's are within a box: 1 where one follows from the other
              const alike = ({ left, top, width: w, height: h }) => {
                const pairs = [];
                for (let y = Math.ceil(top); y < Math.floor(top + h); y++)
                  for (let x = Math.ceil(left); x < Math.floor(left + w); x++) pairs.push([film.picture[4 * (y * width + x) + 1], second[4 * (y * width + x) + 1]]);
                const [a, b] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length);
                const [aa, bb, ab] = pairs.reduce(([p, q, r], [u, v]) => [p + (u - a) ** 2, q + (v - b) ** 2, r + (u - a) * (v - b)], [0, 0, 0]);
                return aa ? ab / Math.sqrt(aa * bb) : 0;
              };
              const main = document.querySelector('#main').getBoundingClientRect();
              const boxOf = (id) => {
                const box = document.querySelector(id).getBoundingClientRect();
                return { left: box.left - main.left, top: box.top - main.top, width: box.width, height: box.height };
              };
              return {
                numbers, times, drawn: film.drawn, told: film.told, texts: film.texts.join(' '),
                date: alike(boxOf('#hud-date')), key: alike(boxOf('#legend')), credit: alike({ left: 0, top: height - 34, width, height: 34 }),
              };
            }
            """;

    private Film() {}

    /** Saves the film of the page's view, checks each frame of it, and that a second one can be given up. */
    @SuppressWarnings("unchecked")
    static void check(Page page, String name, int frames, String date) {
        page.evaluate(WATCH);
        Download file = page.waitForDownload(
                new Page.WaitForDownloadOptions().setTimeout(240_000),
                () -> page.evaluate("() => document.querySelector('#do-film').click()"));
        assertEquals(name, file.suggestedFilename());
        Map<String, Object> film = (Map<String, Object>) page.evaluate(DECODE);
        List<Integer> numbers = (List<Integer>) film.get("numbers");
        List<Integer> times = (List<Integer>) film.get("times");
        assertEquals(frames, film.get("drawn"), "pictures that were drawn");
        assertEquals(frames, numbers.size(), "frames in the file");
        for (int i = 0; i < frames; i++) {
            assertEquals(i, numbers.get(i), "the frame's own picture");
            assertEquals(i * 40, times.get(i), "when frame " + i + " is shown");
        }
        for (String part : List.of("date", "key", "credit")) {
            double alike = ((Number) film.get(part)).doubleValue();
            assertTrue(alike > 0.8, part + " in the picture is as on the page: " + alike);
        }
        String texts = film.get("texts").toString();
        for (String words : List.of(date, "per km²", page.textContent("#credit"))) {
            assertTrue(texts.contains(words), words + " in " + texts);
        }
        List<Integer> told = (List<Integer>) film.get("told");
        assertTrue(told.size() > 10 && told.get(told.size() - 1) >= 95, "progress is told: " + told);
        assertEquals(told.stream().sorted().toList(), told, "it only grows");

        page.evaluate("() => document.querySelector('#do-film').click()");
        page.click("#status-cancel");
        page.waitForFunction("() => !crimeMap.stats().loading");
        assertTrue(page.textContent("#status-text").contains("Recording was cancelled"));
        assertEquals(1, page.evaluate("() => film.blobs.length"), "nothing of it is saved");
    }
}
