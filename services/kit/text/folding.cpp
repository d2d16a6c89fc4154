// SPDX-License-Identifier: MIT
#include "services/kit/text/folding.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

namespace rapport::kit {
namespace {

constexpr std::size_t longest_word = 60;

constexpr UChar32 dotless_i = 0x131, dot_above = 0x307, diaeresis = 0x308, ring_above = 0x30a, middle_dot = 0x30fb,
                  tatweel = 0x640, cyrillic_ie = 0x435, cyrillic_io = 0x451, nikhahit = 0xe4d;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*instance)(UErrorCode&)) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* found = instance(error);
    if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU has no data: ") + u_errorName(error));
    return *found;
}

icu::UnicodeString folded_utf16(std::string_view text) {
    static const auto& form = normalizer(&icu::Normalizer2::getNFKCCasefoldInstance);
    UErrorCode error = U_ZERO_ERROR;
    const auto utf16 =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    icu::UnicodeString result = form.normalize(utf16, error);
    return U_SUCCESS(error) ? result : utf16;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string result;
    return text.toUTF8String(result);
}

/// The letter and the marks that a composed one is made of; the letter alone if it is none.
icu::UnicodeString decomposed(UChar32 letter) {
    static const auto& form = normalizer(&icu::Normalizer2::getNFDInstance);
    icu::UnicodeString result;
    if (!form.getDecomposition(letter, result)) result = letter;
    return result;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

UScriptCode script_of(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(c, &error);
}

/// The mark for a long vowel and the like belong to kana, though not to one of its two scripts.
bool is_spaceless(UChar32 c, UScriptCode script) {
    return uscript_breaksBetweenLetters(script) || script == USCRIPT_HANGUL || uscript_hasScript(c, USCRIPT_KATAKANA);
}

/// Whether accents are left out where it is searched. Marks of other scripts are letters of theirs.
bool has_accents(UScriptCode script) {
    constexpr std::array scripts{USCRIPT_LATIN,  USCRIPT_GREEK,  USCRIPT_CYRILLIC,
                                 USCRIPT_ARABIC, USCRIPT_HEBREW, USCRIPT_COMMON};
    return std::ranges::find(scripts, script) != scripts.end();
}

/// A Latin letter that is no letter with an accent, as it is written without it.
struct Spelling {
    UChar32 letter;
    std::string_view plain, spelt_out;
};
constexpr std::array spellings{
    Spelling{0xe6, "ae", "ae"},   // æ
    Spelling{0xf0, "d", "d"},     // ð
    Spelling{0xf8, "o", "oe"},    // ø
    Spelling{0xfe, "th", "th"},   // þ
    Spelling{0x111, "d", "d"},    // đ
    Spelling{0x127, "h", "h"},    // ħ
    Spelling{0x131, "i", "i"},    // ı
    Spelling{0x142, "l", "l"},    // ł
    Spelling{0x14b, "n", "ng"},   // ŋ
    Spelling{0x153, "oe", "oe"},  // œ
    Spelling{0x167, "t", "t"},    // ŧ
};

/// A small composed letter without its accent, and as it is written by those who lack it.
struct BareLetter {
    std::string plain, spelt_out;
};
BareLetter bare_letter(UChar32 c) {
    const UScriptCode script = script_of(c);
    if (c == cyrillic_io) c = cyrillic_ie;
    if (!has_accents(script) || script == USCRIPT_CYRILLIC) return {utf8(c), utf8(c)};
    const auto* const known = std::ranges::find(spellings, c, &Spelling::letter);
    if (known != spellings.end()) return {std::string(known->plain), std::string(known->spelt_out)};
    const icu::UnicodeString parts = decomposed(c);
    BareLetter bare{utf8(parts.char32At(0)), utf8(parts.char32At(0))};
    if (parts.length() == 2) {
        const char letter = bare.plain[0];
        if (parts[1] == diaeresis && (letter == 'a' || letter == 'o' || letter == 'u')) bare.spelt_out += 'e';
        if (parts[1] == ring_above && letter == 'a') bare.spelt_out += 'a';
    }
    return bare;
}

/// Traditional characters that have a simplified one, and that. Made once, when Han is met: ICU takes 0.2 s for it.
const std::unordered_map<UChar32, UChar32>& simplified() {
    static const auto table = [] {
        std::unordered_map<UChar32, UChar32> made;
        UErrorCode error = U_ZERO_ERROR;
        const std::unique_ptr<icu::Transliterator> rules(
            icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, error));
        if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU has no data: ") + u_errorName(error));
        icu::UnicodeSet traditional;
        rules->getSourceSet(traditional);
        for (std::int32_t i = 0; i < traditional.getRangeCount(); ++i)
            for (UChar32 c = traditional.getRangeStart(i); c <= traditional.getRangeEnd(i); ++c) {
                icu::UnicodeString one(c);
                rules->transliterate(one);
                if (one.countChar32() == 1) made[c] = one.char32At(0);
            }
        return made;
    }();
    return table;
}

/// The one of two ways in which a letter of a script without blanks is written.
UChar32 written_alike(UChar32 c, UScriptCode script) {
    constexpr UChar32 katakana = 0x30a1, last_katakana = 0x30f6, iteration = 0x30fd, voiced_iteration = 0x30fe;
    constexpr UChar32 to_hiragana = 0x60;
    if ((c >= katakana && c <= last_katakana) || c == iteration || c == voiced_iteration) return c - to_hiragana;
    if (script != USCRIPT_HAN) return c;
    const auto found = simplified().find(c);
    return found == simplified().end() ? c : found->second;
}

/// Takes letters one by one and makes words of them.
class Words {
public:
    std::vector<Word> take() && {
        end();
        return std::move(words_);
    }

    void end() {
        if (!word_.plain.empty()) words_.push_back(std::move(word_));
        word_ = {};
        size_ = 0;
    }

    void letter(std::string_view plain, std::string_view spelt_out) {
        if (!word_.letters.empty()) end();
        if (++size_ > longest_word) return;
        word_.plain += plain;
        word_.spelt_out += spelt_out;
    }
    void letter_without_blanks(std::string letter) {
        if (word_.letters.empty()) end();
        word_.plain += letter;
        word_.spelt_out += letter;
        word_.letters.push_back(std::move(letter));
    }

    /// What NFKC_Casefold left: composed, small letters.
    void add(UChar32 c) {
        if (is_mark(c)) return mark(c);
        // Between the parts of a foreign name in kana, by some; the tatweel makes a word longer on paper alone.
        if (c == middle_dot || c == tatweel) return;
        if (!u_isalnum(c) && (U_GET_GC_MASK(c) & U_GC_N_MASK) == 0) return end();
        script_ = script_of(c);
        if (const auto digit = u_charDigitValue(c); digit >= 0 && u_isdigit(c)) {
            script_ = USCRIPT_COMMON;
            const char text = static_cast<char>('0' + digit);
            return letter({&text, 1}, {&text, 1});
        }
        if (is_spaceless(c, script_)) {
            const UChar32 alike = written_alike(c, script_);
            return letter_without_blanks(utf8(script_ == USCRIPT_HANGUL ? decomposed(alike) : alike));
        }
        const auto [plain, spelt_out] = bare_letter(c);
        letter(plain, spelt_out);
    }

private:
    void mark(UChar32 c) {
        if (word_.plain.empty() || has_accents(script_)) return;
        const std::string text = utf8(c);
        if (word_.letters.empty()) return letter(text, text);
        // A tone that was typed before the sign that it stands on looks no different.
        if (c == nikhahit && is_mark_of_tone(word_.letters.back())) {
            word_.letters.insert(word_.letters.end() - 1, text);
            word_.plain.insert(word_.plain.size() - word_.letters.back().size(), text);
            word_.spelt_out = word_.plain;
            return;
        }
        letter_without_blanks(text);
    }
    static bool is_mark_of_tone(const std::string& letter) { return letter >= "\u0e48" && letter <= "\u0e4b"; }

    std::vector<Word> words_;
    Word word_;
    std::size_t size_ = 0;
    UScriptCode script_ = USCRIPT_COMMON;  ///< of the letter before
};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Most texts: what Words makes of them, at a fraction of the time.
std::vector<Word> ascii_words_of(std::string_view text) {
    std::vector<Word> words;
    std::string word;
    const auto end = [&] {
        if (word.empty()) return;
        word.resize(std::min(word.size(), longest_word));
        words.push_back({word, word});
        word.clear();
    };
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z') word += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) word += c;
        else end();
    }
    end();
    return words;
}

}  // namespace

std::string folded(std::string_view text) { return utf8(folded_utf16(text)); }

std::string name_key(std::string_view name) {
    const icu::UnicodeString text = folded_utf16(name);
    std::string key, bare;
    bool blank = false;
    UChar32 before = 0;
    const auto append = [](std::string& to, UChar32 c) { icu::UnicodeString(c).toUTF8String(to); };
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 c = text.char32At(i);
        if (u_isUWhiteSpace(c)) {
            blank = true;
            continue;
        }
        if (c == dotless_i) c = 'i';
        if (script_of(c) == USCRIPT_GREEK) c = decomposed(c).char32At(0);
        const bool mark = is_mark(c) && before != 0;
        if (mark && ((before == 'i' && c == dot_above) || script_of(before) == USCRIPT_GREEK)) continue;
        if (blank && !key.empty()) {
            key += ' ';
            bare += ' ';
        }
        blank = false;
        append(key, c);
        if (mark && has_accents(script_of(before))) continue;
        bare += bare_letter(c).plain;
        before = c;
    }
    constexpr char before_every_letter = '\x1f';
    return bare == key ? key : bare + before_every_letter + key;
}

std::vector<Word> words_of(std::string_view text) {
    if (is_ascii(text)) return ascii_words_of(text);
    const icu::UnicodeString letters = folded_utf16(text);
    Words words;
    for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) words.add(letters.char32At(i));
    return std::move(words).take();
}

}  // namespace rapport::kit
