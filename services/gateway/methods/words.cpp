// SPDX-License-Identifier: MIT
#include "services/gateway/methods/words.hpp"

#include "services/gateway/words.hpp"

namespace rapport::gateway {

AllWords merged_words(const std::string& language, const kit::Answers& answers, const bus::ServiceInfo& own) {
    static const kit::Words ours(own.name, words);
    const std::string found = kit::Words::language_of(language);
    kit::WordMap all = ours.all(found, kit::names_to_word(own));
    for (const auto& [service, answer] : answers) all.merge(kit::words_of(decode<kit::ToldWords>(answer)));
    kit::ToldWords told = kit::told_words(found, all);
    return {.language = std::move(told.language), .words = std::move(told.words)};
}

}  // namespace rapport::gateway
