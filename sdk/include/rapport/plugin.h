// SPDX-License-Identifier: MIT
#pragma once

/// The C ABI between Rapport and a plugin: one exported constant, `rapport_plugin_entry`. Authors of C++ use
/// <rapport/plugin.hpp>.
///
/// Rules that hold for everything in this file
///  - A structure that starts with `size` holds its own size in bytes as its writer knows it, and only ever grows at
///  the
///    end. Such structures are handed over by pointer (arrays: arrays of pointers), so that both sides may know
///    different sizes.
///  - Text is UTF-8, pointer and length, not terminated. What is passed in is borrowed for the call.
///  - What a plugin hands out (descriptions, reasons, references) stays the plugin's: a description as long as the
///    library is loaded, everything else until the next call with the same instance. Nothing is freed by the other
///    side.
///  - Nothing thrown may leave a plugin. A function that fails fills `rapport_error` and returns null or a non-zero
///    number.
///  - One instance is used by one thread at a time. Several instances may be in use at once.
///  - A rule has no clock, no network and no files: the same batch always scores the same.
///
/// Versions: majors must be equal; the host's minor must be at least the plugin's. Either side may rely on every field
/// of its own minor: a newer host checks `size` before it reads what an older plugin cannot have.
///
/// Changelog
///   1.0  first version: rules and channels
///   1.1  rapport_message.event; the extension "rapport.http/1" (<rapport/http.h>); RAPPORT_BOUNCED

#include <stdint.h>

#define RAPPORT_ABI_MAJOR 1
#define RAPPORT_ABI_MINOR 1

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rapport_text {
    const char* data;
    uint64_t size;
} rapport_text;

enum rapport_kind { RAPPORT_KIND_RULE = 1, RAPPORT_KIND_CHANNEL = 2 };
enum rapport_level { RAPPORT_DEBUG = 0, RAPPORT_INFO = 1, RAPPORT_WARNING = 2, RAPPORT_ERROR = 3 };

/// Where a plugin says why it failed: at most `capacity` bytes are written to the host's `data`, their number to
/// `length`.
typedef struct rapport_error {
    uint32_t size;
    uint32_t capacity;
    uint32_t length;
    char* data;
} rapport_error;

/// What the host offers an instance, valid as long as the instance.
typedef struct rapport_host {
    uint32_t size;
    uint16_t abi_major, abi_minor;
    void* context;
    /// Writes one line to the host's log; `level` is a rapport_level. Only during a call, on the calling thread.
    void (*log)(void* context, uint32_t level, rapport_text line);
    /// A named extension such as "rapport.http/1", or null where this host does not offer it.
    const void* (*extension)(void* context, rapport_text name);
} rapport_host;

// Settings: checked by the host against the plugin's JSON Schema, defaults filled in. A text property that is
// `"writeOnly": true` is a secret: the operator says where it is kept, the plugin gets what is kept there.

enum rapport_setting_type { RAPPORT_SETTING_BOOLEAN = 1, RAPPORT_SETTING_NUMBER = 2, RAPPORT_SETTING_TEXT = 3 };

/// One top-level setting. A number is given both as `number` and, rounded toward zero, as `integer`; a boolean as
/// `integer` 0 or 1.
typedef struct rapport_setting {
    uint32_t size;
    uint32_t type;
    rapport_text name;
    double number;
    int64_t integer;
    rapport_text text;
} rapport_setting;

typedef struct rapport_settings {
    uint32_t size;
    uint32_t count;
    const rapport_setting* const* items;
    rapport_text json;  ///< all of it, nested values included
} rapport_settings;

// Rules

enum rapport_input_type {
    RAPPORT_NUMBER = 1,   ///< double[rows]
    RAPPORT_BOOLEAN = 2,  ///< uint8_t[rows], 0 or 1
    RAPPORT_TIME = 3,     ///< int64_t[rows], milliseconds since 1970-01-01T00:00:00Z
    RAPPORT_TEXT = 4,     ///< uint32_t offsets[rows + 1] into char
    RAPPORT_NUMBERS = 5   ///< uint32_t offsets[rows + 1] into double
};

typedef struct rapport_input {
    uint32_t size;
    uint32_t type;
    rapport_text name, doc;
} rapport_input;

typedef struct rapport_factor {
    uint32_t size;
    uint32_t reserved;
    rapport_text name, doc;
} rapport_factor;

typedef struct rapport_rule_description {
    uint32_t size;
    uint32_t input_count, factor_count;
    const rapport_input* const* inputs;
    const rapport_factor* const* factors;
    rapport_text settings_schema;  ///< JSON Schema (draft 7) of one object
} rapport_rule_description;

/// The values of one declared input, row after row. `valid` has one byte per row, 0 where the value is absent; null =
/// all present. `values` and `offsets` are as rapport_input_type says; row r of a text or list is values[offsets[r]] up
/// to values[offsets[r + 1]].
typedef struct rapport_column {
    uint32_t size;
    uint32_t type;
    const uint8_t* valid;
    const void* values;
    const uint32_t* offsets;
} rapport_column;

typedef struct rapport_batch {
    uint32_t size;
    uint32_t rows;
    uint32_t column_count;  ///< as many as the rule has inputs, in their order
    const rapport_column* const* columns;
    int64_t now;  ///< milliseconds since 1970-01-01T00:00:00Z
} rapport_batch;

enum rapport_status {
    RAPPORT_SCORED = 0,
    RAPPORT_NO_SCORE = 1,  ///< the rule cannot say; the reason says why
    RAPPORT_FAILED = 2     ///< the rule failed on this row
};

/// Where the answer goes: arrays of the host, `rows` long, filled beforehand with 0 (confidence: 1; reason: empty).
typedef struct rapport_scores {
    uint32_t size;
    uint32_t reserved;
    double* values;         ///< within the rule's range
    double* confidences;    ///< 0 to 1
    uint8_t* statuses;      ///< rapport_status
    double* contributions;  ///< factor f of row r is [f * rows + r]; a row's contributions sum to its value
    rapport_text* reasons;
} rapport_scores;

typedef struct rapport_rule {
    uint32_t size;
    uint32_t reserved;
    double lowest, highest;  ///< every value lies within
    const rapport_rule_description* (*describe)(rapport_error* error);
    void* (*create)(const rapport_host* host, const rapport_settings* settings, rapport_error* error);
    void (*destroy)(void* rule);
    int32_t (*score)(void* rule, const rapport_batch* batch, rapport_scores* scores, rapport_error* error);
} rapport_rule;

// Channels

enum rapport_channel_flag {
    RAPPORT_IDEMPOTENT = 1,   ///< the same key twice has one effect: the host may send again after a death
    RAPPORT_HTML = 2,         ///< uses `html`
    RAPPORT_ATTACHMENTS = 4,  ///< uses `attachments`
    RAPPORT_RECEIPTS = 8      ///< gives a reference by which delivery can be followed
};

typedef struct rapport_channel_description {
    uint32_t size;
    uint32_t flags;                  ///< rapport_channel_flag
    uint32_t max_subject, max_text;  ///< bytes; 0 = no limit
    uint32_t max_batch;              ///< messages a call; 0 = no limit
    uint32_t max_per_minute;         ///< messages; 0 = no limit
    rapport_text settings_schema;    ///< JSON Schema (draft 7) of one object
} rapport_channel_description;

typedef struct rapport_attachment {
    uint32_t size;
    uint32_t reserved;
    rapport_text name, media_type, content;
} rapport_attachment;

typedef struct rapport_message {
    uint32_t size;
    uint32_t attachment_count;
    const rapport_attachment* const* attachments;
    rapport_text key;  ///< idempotency key
    rapport_text to;   ///< in the channel's own terms; empty where the settings say it
    rapport_text subject, text, html;
    rapport_text language;  ///< BCP 47, may be empty
    rapport_text event;     ///< since 1.1: the CloudEvent that it is about, as JSON; may be empty
} rapport_message;

enum rapport_outcome {
    RAPPORT_OK = 0,
    RAPPORT_RETRY = 1,     ///< not sent; may work after `retry_after_ms`
    RAPPORT_REJECTED = 2,  ///< not sent and never will be
    RAPPORT_UNKNOWN = 3,   ///< perhaps sent
    RAPPORT_BOUNCED = 4    ///< since 1.1: as RAPPORT_REJECTED, and nothing can be sent to that address
};

/// Filled beforehand with RAPPORT_UNKNOWN and empty texts.
typedef struct rapport_receipt {
    uint32_t size;
    uint32_t outcome;
    int64_t retry_after_ms;
    rapport_text reference;  ///< the other side's identifier
    rapport_text reason;     ///< why not
} rapport_receipt;

typedef struct rapport_channel {
    uint32_t size;
    uint32_t reserved;
    const rapport_channel_description* (*describe)(rapport_error* error);
    void* (*create)(const rapport_host* host, const rapport_settings* settings, rapport_error* error);
    void (*destroy)(void* channel);
    /// Checks that sending would work, and sends nothing.
    int32_t (*probe)(void* channel, rapport_error* error);
    int32_t (*send)(void* channel, const rapport_message* const* messages, uint32_t count,
                    rapport_receipt* const* receipts, rapport_error* error);
} rapport_channel;

// The entry

typedef struct rapport_plugin {
    uint32_t size;
    uint16_t abi_major, abi_minor;
    uint32_t kind;         ///< rapport_kind: which of the pointers below is set
    rapport_text id;       ///< reverse domain name
    rapport_text version;  ///< semantic version
    rapport_text title;    ///< one line for people
    const rapport_rule* rule;
    const rapport_channel* channel;
} rapport_plugin;

/// The one symbol a plugin exports.
extern __attribute__((visibility("default"))) const rapport_plugin rapport_plugin_entry;

#ifdef __cplusplus
}
#endif

// The ELF note (section .note.rapport, owner "rapport", type 1), read before the library is loaded: three 32-bit
// numbers (major, minor, kind), then id, version and toolchain, each terminated. KIND is 1 or 2; ID and VERSION are
// string literals as in the entry.
#define RAPPORT_STRING_(x) #x
#define RAPPORT_STRING(x) RAPPORT_STRING_(x)

#if defined(__has_feature)
#define RAPPORT_HAS_FEATURE(x) __has_feature(x)
#else
#define RAPPORT_HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || RAPPORT_HAS_FEATURE(address_sanitizer)
#define RAPPORT_SANITIZER " sanitizer=address"
#elif defined(__SANITIZE_THREAD__) || RAPPORT_HAS_FEATURE(thread_sanitizer)
#define RAPPORT_SANITIZER " sanitizer=thread"
#else
#define RAPPORT_SANITIZER ""
#endif
#if defined(__clang__)
#define RAPPORT_TOOLCHAIN __VERSION__ RAPPORT_SANITIZER
#else
#define RAPPORT_TOOLCHAIN "GCC " __VERSION__ RAPPORT_SANITIZER
#endif

#define RAPPORT_NOTE(KIND, ID, VERSION)                                                                           \
    __asm__(                                                                                                      \
        ".pushsection .note.rapport,\"a\",%note\n.p2align 2\n.long 8, 2f - 1f, 1\n.asciz \"rapport\"\n"           \
        "1: .long " RAPPORT_STRING(RAPPORT_ABI_MAJOR) ", " RAPPORT_STRING(RAPPORT_ABI_MINOR) ", " RAPPORT_STRING( \
            KIND) "\n.asciz \"" ID "\"\n.asciz \"" VERSION "\"\n.asciz \"" RAPPORT_TOOLCHAIN                      \
                  "\"\n2: .p2align 2\n.popsection\n")
