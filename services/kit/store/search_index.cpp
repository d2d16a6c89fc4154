// SPDX-License-Identifier: MIT
#include "services/kit/store/search_index.hpp"

#include <algorithm>
#include <set>

#include "services/kit/text/folding.hpp"

namespace rapport::kit {
namespace {

/// A tsvector may have 1 MiB, with 5 bytes at most for a token's position: what is beyond is not found.
constexpr std::size_t most_bytes = 900'000, bytes_of_position = 5;
/// PostgreSQL knows none after this one, and 255 of a token. So of a text of more than that, parts of more than two
/// letters are not found where the count begins again, or where each two of their letters stand for the 256th time.
constexpr int last_position = 16'383;

/// Each two letters that stand together; the letter, if there is no more.
std::vector<std::string> pairs_of(const std::vector<std::string>& letters) {
    if (letters.size() == 1) return letters;
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) pairs.push_back(letters[i] + letters[i + 1]);
    return pairs;
}

/// `write` is called for each token, with its position in the text where that matters, else 0.
template <class Write>
void for_each_token(std::string_view text, Write write) {
    std::size_t bytes = 0;
    int position = 0;
    const auto token = [&](const std::string& one, int at) {
        bytes += one.size() + bytes_of_position;
        if (bytes <= most_bytes) write(one, at);
    };
    for (const Word& word : words_of(text)) {
        if (word.letters.empty()) {
            token(word.plain, 0);
            if (word.spelt_out != word.plain) token(word.spelt_out, 0);
            continue;
        }
        if (word.letters.size() > 1)
            for (const std::string& pair : pairs_of(word.letters)) token(pair, position = position % last_position + 1);
        ++position;  // nothing stands together across the end of a run
        for (const std::string& letter : std::set(word.letters.begin(), word.letters.end())) token(letter, 0);
    }
}

/// One part of a query: either spelling, or what must stand together.
struct Query {
    bool sqlite;

    std::string token(const std::string& text, bool beginning) const {
        if (sqlite) return '"' + text + '"' + (beginning ? " *" : "");
        return '\'' + text + '\'' + (beginning ? ":*" : "");
    }
    std::string either(const Word& word, bool beginning) const {
        const std::string plain = token(word.plain, beginning);
        if (word.spelt_out == word.plain) return plain;
        return '(' + plain + (sqlite ? " OR " : " | ") + token(word.spelt_out, beginning) + ')';
    }
    std::string together(const Word& word, bool beginning) const {
        const auto pairs = pairs_of(word.letters);
        std::string all;
        if (sqlite) {
            for (const std::string& pair : pairs) all.append(all.empty() ? "" : " ").append(pair);
            return token(all, beginning);
        }
        for (std::size_t i = 0; i < pairs.size(); ++i)
            all.append(i ? " <-> " : "").append(token(pairs[i], beginning && i + 1 == pairs.size()));
        return pairs.size() == 1 ? all : '(' + all + ')';
    }
};

std::string create_postgresql_table(const std::string& name) {
    return "create table " + name + " (row bigint primary key, text tsvector not null)";
}
/// PostgreSQL would keep what is new in a list of up to 4 MiB that every search goes through.
std::string create_postgresql_index(const std::string& name) {
    return "create index " + name + "_text on " + name + " using gin (text) with (fastupdate = off)";
}

/// Whether it is written in Hangul, of which a syllable may be begun.
bool is_hangul(const std::string& letter) { return letter >= "\u1100" && letter <= "\u11ff"; }

}  // namespace

std::string create_search_table(Db::Dialect dialect, const std::string& name) {
    // FTS5's `ascii` splits at blanks and leaves alone what is not ASCII.
    if (dialect == Db::Dialect::sqlite) return "create virtual table " + name + " using fts5(text, tokenize = 'ascii')";
    return create_postgresql_table(name) + ";\n" + create_postgresql_index(name);
}

void begin_search_table(Db& db, const std::string& name) {
    db.run("drop table " + name);
    const bool sqlite = db.dialect() == Db::Dialect::sqlite;
    db.run(sqlite ? create_search_table(db.dialect(), name) : create_postgresql_table(name));
}

void end_search_table(Db& db, const std::string& name) {
    if (db.dialect() == Db::Dialect::sqlite) return;
    db.run(create_postgresql_index(name));
    db.run("analyze " + name);  // nobody waits until the server does by itself
}

std::string indexed(Db::Dialect dialect, std::string_view text) {
    std::string all;
    all.reserve(text.size() + text.size() / 2);
    for_each_token(text, [&](const std::string& token, int position) {
        if (!all.empty()) all += ' ';
        if (dialect == Db::Dialect::sqlite) {
            all += token;
            return;
        }
        all.append("'").append(token).append("'");
        if (position != 0) all.append(":").append(std::to_string(position));
    });
    return all;
}

std::string search_query(Db::Dialect dialect, std::string_view search, bool last_is_beginning) {
    const auto words = words_of(search);
    if (words.empty()) throw invalid("search", "needs at least one word");
    const Query part{dialect == Db::Dialect::sqlite};
    std::string query;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        const bool may_begin = last_is_beginning && i + 1 == words.size();
        if (i) query += part.sqlite ? " AND " : " & ";
        query += word.letters.empty() ? part.either(word, may_begin)
                                      : part.together(word, may_begin && is_hangul(word.letters.back()));
    }
    return query;
}

}  // namespace rapport::kit
