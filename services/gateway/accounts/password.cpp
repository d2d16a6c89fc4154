// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/password.hpp"

#include <sodium.h>
#include <zxcvbn.h>

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::size_t shortest = 12, longest = 128;
/// About 10^9 guesses: more than a guesser who knows the lists gets done at 100 an hour, and few enough that three or
/// four words of no fame are a password.
constexpr double least_bits = 30;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

/// C0 and C1 control characters, and DEL. `text` is valid UTF-8.
bool has_control_characters(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) return true;
        if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    }
    return false;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 0x20) : c; });
    return text;
}

/// The text and, where it has several, its words.
void add_words(const std::string& text, std::vector<std::string>& words) {
    constexpr std::size_t least = 3;  // shorter ones are in every password
    const std::string all = lower(text);
    const auto add = [&](std::string word) {
        if (word.size() >= least && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    };
    add(all);
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end + 1) {
        end = std::min(all.find_first_of(" ._-@+,'", begin), all.size());
        add(all.substr(begin, end - begin));
    }
}

double bits_of(const std::string& password, const User& user) {
    std::vector<std::string> words{"rapport"};
    add_words(user.name, words);
    if (user.full_name) add_words(*user.full_name, words);
    if (user.email) add_words(*user.email, words);
    std::vector<const char*> known;
    for (const std::string& word : words) known.push_back(word.c_str());
    known.push_back(nullptr);
    return ZxcvbnMatch(password.c_str(), known.data(), nullptr);
}

}  // namespace

void check_password(const std::string& password, const User& user, const std::string& field) {
    const auto characters = static_cast<std::size_t>(std::ranges::count_if(password, begins_character));
    if (characters < shortest || characters > longest)
        throw invalid(field,
                      "must be of " + std::to_string(shortest) + " to " + std::to_string(longest) + " characters");
    if (has_control_characters(password)) throw invalid(field, "must not have control characters");
    if (bits_of(password, user) < least_bits)
        throw invalid(field,
                      "is too easily guessed: common passwords, words, names, dates and patterns, your own name and "
                      "address, and Rapport's name, count for little. Three or four words of no fame are enough");
}

std::string random_password() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";  // none that look alike
    constexpr std::size_t groups = 4, of = 5;
    std::string password;
    for (std::size_t i = 0; i < groups * of; ++i) {
        if (i && i % of == 0) password += '-';
        password += letters[randombytes_uniform(letters.size())];
    }
    return password;
}

}  // namespace rapport::gateway::accounts
