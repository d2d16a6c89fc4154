// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Text as it is compared, whatever language it is in. Everything takes and gives UTF-8, and is for any thread.
namespace rapport::kit {

/// Without differences of case, width and composition: Unicode's NFKC_Casefold.
std::string folded(std::string_view text);

/// What two spellings of one name have in common: folded(), with single blanks between its words and none around them.
/// As capitals have neither Greek accents nor a dot of the Turkish i that all agree on, it has none either. Other
/// accents count: they make other names. Names are sorted by the bytes of their keys: first as if without accents.
std::string name_key(std::string_view name);

/// A word as it is searched, without case and accents, in at most 60 letters.
struct Word {
    std::string plain;      ///< `müller` is `muller`
    std::string spelt_out;  ///< and `mueller`, as those write it who lack the letter; `plain` if there is no such way
    /// Of a script that puts no blanks between words, or glues particles to them: its letters, of a Hangul syllable
    /// those that it is written with. It is not cut, and any part of it is a word. Empty for others.
    std::vector<std::string> letters = {};

    bool operator==(const Word&) const = default;
};

/// The words of a text in their order. What is neither letter, digit nor a mark on one divides them. Letters that are
/// written in two ways come out as one of them: kana as hiragana, traditional Chinese as simplified, digits of every
/// script as 0 to 9, the dotless i as i.
std::vector<Word> words_of(std::string_view text);

}  // namespace rapport::kit
