// SPDX-License-Identifier: MIT
// A rule against the bare C ABI. Built as it is it works; each definition below gives it one fault.
#include "rapport/plugin.h"

#include <stdlib.h>
#include <string.h>

#ifdef ABI_MAJOR
#undef RAPPORT_ABI_MAJOR
#define RAPPORT_ABI_MAJOR ABI_MAJOR
#endif
#ifdef ABI_MINOR
#undef RAPPORT_ABI_MINOR
#define RAPPORT_ABI_MINOR ABI_MINOR
#endif
#ifndef VERSION
#define VERSION "1.0.0"
#endif
#ifndef VALUE
#define VALUE 0.5
#endif
#ifndef NOTE
#define NOTE RAPPORT_NOTE(1, "com.example.raw", VERSION)
#endif
#ifndef SCHEMA
#define SCHEMA "{\"type\":\"object\",\"additionalProperties\":false}"
#endif
#ifndef ENTRY_SIZE
#define ENTRY_SIZE sizeof(rapport_plugin)
#endif
#ifndef SCORE
#define SCORE score
#endif

#define TEXT(literal) \
    { literal, sizeof(literal) - 1 }

#ifdef MISSING_SYMBOL
void rapport_nobody_defines_this(void);
#endif

#ifdef DIES_AT_LOAD
__attribute__((constructor)) static void die(void) { abort(); }
#endif

static int some_instance;

static const rapport_rule_description description = {sizeof(rapport_rule_description), 0, 0, 0, 0, TEXT(SCHEMA)};

static const rapport_rule_description* describe(rapport_error* error) {
    (void)error;
    return &description;
}

static void* create(const rapport_host* host, const rapport_settings* settings, rapport_error* error) {
    (void)host, (void)settings, (void)error;
    return &some_instance;
}

static void destroy(void* rule) { (void)rule; }

static int32_t score(void* rule, const rapport_batch* batch, rapport_scores* scores, rapport_error* error) {
    (void)rule;
#ifdef MISSING_SYMBOL
    rapport_nobody_defines_this();
#endif
#ifdef DIES
    abort();
#endif
#ifdef FAILS
    (void)batch, (void)scores;
    const char why[] = "not today";
    error->length = sizeof why - 1;
    memcpy(error->data, why, error->length);
    return 1;
#else
    (void)error;
    for (uint32_t r = 0; r < batch->rows; ++r) scores->values[r] = VALUE;
    return 0;
#endif
}

static const rapport_rule rule = {sizeof(rapport_rule), 0, 0, 1, describe, create, destroy, SCORE};

#ifdef NO_ENTRY
const rapport_rule* const something_else = &rule;
#else
const rapport_plugin rapport_plugin_entry = {ENTRY_SIZE,
                                             RAPPORT_ABI_MAJOR,
                                             RAPPORT_ABI_MINOR,
                                             RAPPORT_KIND_RULE,
                                             TEXT("com.example.raw"),
                                             TEXT(VERSION),
                                             TEXT("Raw"),
                                             &rule,
                                             0};
#endif

#ifndef NO_NOTE
NOTE;
#endif
