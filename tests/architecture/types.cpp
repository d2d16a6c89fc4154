// SPDX-License-Identifier: MIT
#include "tests/architecture/types.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <sstream>

namespace rapport::architecture {
namespace {

/// What a pair of braces holds.
struct Scope {
    bool open;  ///< others may use what is declared there now
};

/// A header line by line, without comments and what stands in quotes; the words before each brace say what it opens.
class Reader {
public:
    std::vector<PublicType> read(std::string_view header) {
        std::istringstream in{std::string(header)};
        std::string line;
        for (number_ = 1; std::getline(in, line); ++number_) {
            const auto start = line.find_first_not_of(" \t");
            const std::string_view text =
                start == line.npos ? std::string_view{} : std::string_view(line).substr(start);
            if (continued_ || text.starts_with('#')) {  // the preprocessor's
                continued_ = line.ends_with('\\');
                continue;
            }
            documents_itself_ = text.find("///") != text.npos;
            take(text);
            if (text.starts_with("///")) documented_ = true;
            else if (!text.starts_with("//")) documented_ = false;
        }
        return std::move(found_);
    }

private:
    void take(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (in_comment_) {
                in_comment_ = text.substr(i, 2) != "*/";
            } else if (text.substr(i, 2) == "//") {
                break;
            } else if (text.substr(i, 2) == "/*") {
                in_comment_ = true;
            } else if (c == '"' || (c == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(text[i - 1]))))) {
                for (++i; i < text.size() && text[i] != c; ++i) i += text[i] == '\\' ? 1 : 0;
                put('"');
            } else if (c == '{') {
                open();
            } else if (c == '}') {
                if (!scopes_.empty()) scopes_.pop_back();
                begin_anew();
            } else if (c == ';') {
                begin_anew();
            } else {
                put(c);
                if (c == ':') access();
            }
        }
        if (!words_.empty()) put(' ');
    }

    void put(char c) {
        if (words_.empty()) {
            if (c == ' ') return;
            began_ = number_;
            began_documented_ = documented_ || documents_itself_;
        }
        words_ += c;
    }
    void begin_anew() { words_.clear(); }

    void access() {
        if (words_ != "public:" && words_ != "private:" && words_ != "protected:") return;
        if (!scopes_.empty()) scopes_.back().open = words_ == "public:";
        begin_anew();
    }

    void open() {
        static const std::regex space(R"((inline )?namespace ?([\w:]*) *)");
        static const std::regex type(
            R"((?:template *<.*> *)?(?:requires .* )?(struct|class|enum(?: class| struct)?) +(?:\[\[.*\]\] *)?([\w:]+) *(?:final *)?(<)?(?:[^()=]*))");
        std::smatch match;
        Scope scope{.open = false};
        if (std::regex_match(words_, match, space)) {
            scope.open = match[2] != "" && !match[2].str().ends_with("detail");
        } else if (std::regex_match(words_, match, type)) {
            scope.open = match[1] != "class";
            const bool whole = match[3] == "" && match[2].str().find(':') == std::string::npos;
            if (whole && std::ranges::all_of(scopes_, &Scope::open))
                found_.push_back({began_, match[2], began_documented_ || documents_itself_});
        }
        scopes_.push_back(scope);
        begin_anew();
    }

    std::vector<PublicType> found_;
    std::vector<Scope> scopes_;
    std::string words_;  ///< since the last brace or semicolon
    std::size_t number_ = 0, began_ = 0;
    bool continued_ = false, in_comment_ = false, documented_ = false, documents_itself_ = false;
    bool began_documented_ = false;
};

}  // namespace

std::vector<PublicType> public_types(std::string_view header) { return Reader().read(header); }

}  // namespace rapport::architecture
