// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/password.hpp"

#include <sodium.h>
#include <zxcvbn.h>

#include <algorithm>

#include "bus/base/error.hpp"
#include "bus/base/utf8.hpp"

namespace rapport::gateway::accounts {
namespace {

constexpr std::size_t shortest = 12, longest = 128;
/// About 10^9 guesses: more than a guesser who knows the lists gets done at 100 an hour, and few enough that three or
/// four words of no fame are a password.
constexpr double least_bits = 30;

/// C0 and C1 control characters, and DEL.
bool has_control_characters(std::string_view utf8) {
    while (!utf8.empty()) {
        const Utf8 next = next_in(utf8);
        if (next.size == 0 || next.code < 0x20 || (next.code >= 0x7f && next.code < 0xa0)) return true;
        utf8.remove_prefix(next.size);
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
    const std::size_t characters = characters_in(password);
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
