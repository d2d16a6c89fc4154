// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/db.hpp"

/// The full-text index of a kind of entity, `row` and `text`. The engines split nothing: they get tokens that we made
/// of words_of(), and are asked for the same, so that both find the same.
namespace rapport::kit {

/// In which form words are stored: another number for whatever changes what is found.
inline constexpr std::string_view form_of_words = "words-2";

/// SQL that makes it.
std::string create_search_table(Db::Dialect dialect, const std::string& name);
/// Makes it anew, empty, to be filled; and ends that.
void begin_search_table(Db& db, const std::string& name);
void end_search_table(Db& db, const std::string& name);

/// The tokens of a text, as its index takes them: for FTS5 divided by blanks, for PostgreSQL a tsvector. Of a word its
/// spellings; of a run of a script without blanks each two letters that stand together, and each letter.
std::string indexed(Db::Dialect dialect, std::string_view text);

/// Every word of a search, in the query language of the engine: of a word either spelling, of a run its letters as they
/// stand together. `last_is_beginning`: the last word may be the beginning of one, and the last letter of a run that
/// ends in Hangul the beginning of a syllable. invalid_argument without a word.
std::string search_query(Db::Dialect dialect, std::string_view search, bool last_is_beginning);

}  // namespace rapport::kit
