// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bus/wire/info.hpp"
#include "services/kit/method.hpp"

/// What the names that a service declares are called in the languages of people. A service's words lie in its folder
/// `words`, a file for each language: a JSON object of messages (ICU MessageFormat), by key.
///
/// | key | of |
/// |---|---|
/// | `Complaint.severity` | a field of the record of that title; `Complaint.severity.help` explains it, and may be
/// absent | | `Severity.critical` | a value of an enumeration | | `Complaint` | one record of a kind that lists have |
/// | `resource.complaints` | a list, by its path |
/// | `complaints_acknowledge` | a method, by its operationId; `complaints_acknowledge.done` says that it was done |
/// | `complaints.acknowledged` | a sentence for a type of event |
/// | `actions_are_open` | why something is refused |
///
/// `*` in a key stands for any text: `*.severity` is of that field in every record that has no word of its own. The
/// kit's own words hold for every service. `NewComplaint`, `EditComplaint`, `ListComplaint` and `CountComplaint` have
/// the words of `Complaint`.
namespace rapport::kit {

/// One file of a words folder, built into the program.
struct WordsFile {
    std::string_view language;  ///< `en`, `zh`
    std::string_view json;
};

/// Messages by key.
using WordMap = std::map<std::string, std::string, std::less<>>;

/// The names that need a word: of the fields, enumerations, methods and lists that a service offers over HTTP, and of
/// the events that it tells.
std::set<std::string> names_to_word(const bus::ServiceInfo& service);

/// The words of one service, and the kit's.
class Words {
public:
    /// std::logic_error for a file that is no object of texts.
    Words(std::string service, std::span<const WordsFile> own);

    /// The language of the files that a BCP 47 tag asks for, `zh` for `zh-CN`. not_found where there is none.
    static std::string language_of(const std::string& tag);
    static std::vector<std::string> languages();

    /// The word of a name; empty if there is none.
    std::string_view word(const std::string& language, const std::string& name) const;
    /// Those of all these names that there are, and the words that have no name of their own: help, what is said when
    /// it is done, and reasons.
    WordMap all(const std::string& language, const std::set<std::string>& names) const;
    /// Names without a word in a language, as `en: Complaint.severity`.
    std::vector<std::string> lacking(const std::set<std::string>& names) const;
    /// Words of the service's own that are of no name.
    std::vector<std::string> idle(const std::set<std::string>& names) const;

private:
    bool needs_no_name(std::string_view key) const;

    std::string service_;
    std::map<std::string, WordMap, std::less<>> own_;
};

/// What `$words` is asked.
struct AskWords {
    std::string language;
    static constexpr auto fields =
        describe(Field{"language", &AskWords::language, "en or zh, or a BCP 47 tag that begins so", length(2, 35)});
};
/// What a service's names are called.
struct ToldWords {
    std::string language;
    Any words;
    static constexpr auto fields = describe(
        Field{"language", &ToldWords::language, "of the words"},
        Field{"words", &ToldWords::words, "messages (ICU MessageFormat) by key: see services/kit/wording.hpp"});
};
inline constexpr Query<AskWords, ToldWords> words_query{"$words", bus_only, everyone,
                                                        "Say what its names are called in a language."};

/// As the answer of `$words`.
ToldWords told_words(const std::string& language, const WordMap& words);
WordMap words_of(const ToldWords& told);

}  // namespace rapport::kit
