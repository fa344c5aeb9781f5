#include "tests/unit/rules/random_text.hpp"

#include "rules/text/utf8.hpp"

#include <random>
#include <vector>

namespace greffe::test {

std::string random_text(unsigned seed, int pieces) {
    static const std::vector<std::string> stock = {
        "a",
        "B",
        "con",
        "Été",
        "é",
        "e",
        "\u0301",
        "\u0323",
        "\u0308",
        "l’",
        "œ",
        "Æ",
        "ß",
        "İ",
        "ſ",
        "Ν",
        "Ύ",
        "ῌ",
        "η",
        "ϲ",
        "𝚮",
        " ",
        "  ",
        "\n",
        "\t",
        "\r\n",
        "\u00A0",
        "\u202F",
        "\u3000",
        "\u2028",
        "\u200B",
        "\u200D",
        "\u00AD",
        "\uFEFF",
        "ｔ",
        "．",
        "Ｅ",
        "①",
        "½",
        "«",
        "»",
        "…",
        "–",
        "`",
        "´",
        "¨",
        "😀",
        "👍🏽",
        "❤\uFE0F",
        "1\uFE0F\u20E3",
        "\u0345",
        "ᾳ",
        "Ω",
        "ж",
        "й",
        "и\u0306",
        "한",
        "ᄒ",
        "ᅡ",
        "ᆫ",
        "が",
        "か\u3099",
        "ﷺ",
        "ﬁ",
        "²",
        "\uD7FF",
        "\uE000",
        "\uFFFD",
        "\uFFFE",
        "\U0010FFFF",
        "\U0001F1EB\U0001F1F7",
        "क\u094D",
        "ش\u064E",
        "\u034F",
        "t.me/x",
        "'",
        "\"",
        "-",
        "_",
        "s.a.l.a.u.d",
        "T é l é",
        "c - o - n",
        "5alope",
        "c0n",
        "m€rd3",
        "ps5",
        "a",
        "a",
        "x.",
        "о",
        "ѕ",
        "ааа",
        "nnn",
        "0",
        "1",
        "@",
        "$",
        "·",
        ".",
        "telegram",
        "cœur",
        "\u212A",
    };
    std::mt19937 random(seed);
    std::string out;
    for (int i = 0; i < pieces; ++i) {
        const unsigned roll = random();
        if (roll % 8 == 0) {
            auto c = static_cast<char32_t>(random() % 0x3100 + 1);
            if (roll % 64 == 0) c = static_cast<char32_t>(random() % 0x10FFFF + 1);
            if (c < 0xD800 || c > 0xDFFF) rules::text::append_character(out, c);
        } else {
            out += stock[random() % stock.size()];
        }
    }
    return out;
}

} // namespace greffe::test
