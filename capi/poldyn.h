/* poldyn.h: simulate policy regimes from any language that can call C.
 *
 * A scenario is read from text, changed key by key, described, and run. Nothing here opens a file, prints, or ends the
 * program, and no exception leaves a function. docs/c.md is the page that explains it.
 *
 * Errors. A function that returns a pointer returns NULL if it failed, one that returns an int a code below; what was
 * wrong then says poldyn_last_error() of the same thread, as the program would: place, line, key, range, remedy.
 *
 * Threads. One handle belongs to one thread at a time; different handles may be used at once. poldyn_run() starts and
 * ends its own threads and calls back on the thread that called it.
 *
 * Texts that are returned are UTF-8, end with a zero byte and belong to the library. Those of a handle last until the
 * handle is changed, asked for the same thing again, or freed; the last error until the thread's next call.
 *
 * The same scenario, seed and replicate give the same bits here, in the program, on any processor and in WebAssembly.
 */
#ifndef POLDYN_H
#define POLDYN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define POLDYN_API
#else
#define POLDYN_API __attribute__((visibility("default")))
#endif

/* Grows with each function or member that is added; what is there stays as it is. */
#define POLDYN_INTERFACE 1

typedef enum poldyn_status {
  POLDYN_OK = 0,
  POLDYN_CANCELLED = 1, /* progress asked for it; what was finished is there */
  POLDYN_USAGE = 64,    /* an argument that cannot be: a missing handle, a count of 0 */
  POLDYN_MISTAKE = 65,  /* a text says something that cannot be */
  POLDYN_NO_TEXT = 66,  /* a text is not to be had */
  POLDYN_BUG = 70,      /* poldyn broke one of its own rules: please report it */
  POLDYN_NO_MEMORY = 71
} poldyn_status;

typedef struct poldyn_scenario poldyn_scenario;

/* Numbers of doubles that one run leaves in each buffer, and the lengths of its axes. */
typedef struct poldyn_shape {
  size_t totals;
  size_t series;
  size_t blocs;
  size_t times;
  size_t domains;
  size_t stages;
  size_t policies;
  size_t rules;
} poldyn_shape;

/* The text of a name, or NULL if there is none; `length` in bytes. It must last until the library has called again or
 * returned. `context` is the caller's own. */
typedef const char* (*poldyn_text_source)(void* context, const char* name, size_t* length);

/* How far a call of poldyn_run() is: `done` runs of `count` are finished, and others are under way, counted by the
 * share of their horizon that is behind them. Any value but 0 ends the call soon. */
typedef int (*poldyn_progress)(void* context, uint32_t done, uint32_t count, double under_way);

/* What is to be run, and where results go. A buffer may be NULL: then they are not kept. Set all to 0 first. */
typedef struct poldyn_request {
  size_t size;    /* sizeof(poldyn_request): tells versions apart */
  uint64_t seed;  /* the same seed pairs two scenarios on common random numbers */
  uint32_t first; /* replicates first to first + count - 1 */
  uint32_t count;
  uint32_t threads;       /* 0: one for each core that the process may use */
  double* totals;         /* count x shape.totals, a replicate after the other; a value that does not exist is NaN */
  double* series;         /* count x shape.series */
  uint64_t* fingerprints; /* count; what a run is known by, as `poldyn run` prints it */
  uint64_t* events;       /* count */
  poldyn_progress progress;
  void* context;
  uint32_t done; /* set by the library: runs that are finished, the first of those asked for */
} poldyn_request;

/* What pairs of runs on common random numbers say of b - a. */
typedef struct poldyn_difference {
  size_t pairs;  /* in which both have a value */
  double mean_a; /* over these pairs */
  double mean_b;
  double mean;       /* of b - a; NaN without a pair */
  double sd;         /* of b - a; NaN with fewer than two */
  double half_width; /* of the interval that holds at whichever number of pairs one looks; infinite with too few */
  double p;          /* of "it is 0", likewise at any look; NaN with fewer than two */
} poldyn_difference;

/* POLDYN_INTERFACE of the library, and its version, "0.1.0". */
POLDYN_API int poldyn_interface(void);
POLDYN_API const char* poldyn_version(void);

/* Of this thread's last call that failed: all mistakes, as the program prints them, and as JSON: a list of objects with
 * `place`, `line`, `column`, `key`, `problem`, `remedy`. Both are empty ("" and "[]") if the last call did not fail. */
POLDYN_API const char* poldyn_last_error(void);
POLDYN_API const char* poldyn_last_error_json(void);

/* Reads a scenario from the text called `name` and, through `source`, the texts that it extends; their names are
 * relative to that of the text that names them. `source` may be NULL: then it cannot extend. */
POLDYN_API poldyn_scenario* poldyn_scenario_read(const char* name, const char* text, size_t length,
                                                 poldyn_text_source source, void* context);
/* A second one that can be changed by itself. */
POLDYN_API poldyn_scenario* poldyn_scenario_copy(const poldyn_scenario* scenario);
POLDYN_API void poldyn_scenario_free(poldyn_scenario* scenario);

/* Sets n keys as `--set KEY=VALUE` does, all at once, for rules may agree only together: "bloc.main.registration.who",
 * "nobody" and "bloc.main.procurement.registered_only", "false". What was set before stays set, but for the same keys. A
 * value that is NULL takes back what was set. If anything is wrong, the scenario is as it was. */
POLDYN_API int poldyn_scenario_set(poldyn_scenario* scenario, const char* const* keys, const char* const* values,
                                   size_t n);

/* All of it as TOML, each key with its unit: a text that reads back to the same runs, to the bit. */
POLDYN_API const char* poldyn_scenario_text(poldyn_scenario* scenario);
/* What is hardly meant, as `poldyn check` says it: as poldyn_last_error_json(). */
POLDYN_API const char* poldyn_notes_json(poldyn_scenario* scenario);
/* All parameters in order: `key`, `kind`, `value`, `text` (the value as it is written), `unit`, `low`, `high`,
 * `plausible`, `choices`, `meaning`, `source`, and `place` where a text sets it. What a row does not have is left out.
 */
POLDYN_API const char* poldyn_parameters_json(poldyn_scenario* scenario);
/* What runs leave: `title`, `blocs`, `times` (days), and lists `totals` and `series` of metrics: `path`, `unit`,
 * `meaning`, `words` (for people), `formula`, `low`, `high`, `offset` into the buffer, and `dimensions` from the
 * outermost to the innermost, each with `name` and `labels`; the stages of blocs differ, so theirs is a list by bloc.
 */
POLDYN_API const char* poldyn_metrics_json(poldyn_scenario* scenario);
POLDYN_API int poldyn_scenario_shape(const poldyn_scenario* scenario, poldyn_shape* shape);

/* Runs replicates. Returns POLDYN_OK if all are there. If one breaks a rule of the model, the others go on, its values
 * are NaN, its fingerprint is 0, and POLDYN_BUG is returned. */
POLDYN_API int poldyn_run(const poldyn_scenario* scenario, poldyn_request* request);

/* Compares n pairs: a[i] and b[i] are one quantity of two scenarios in replicate i. `level` as 0.95. Pairs with a NaN
 * are left out. The interval is the t confidence sequence of Wang & Ramdas (2024): valid whenever one stops. */
POLDYN_API int poldyn_compare(const double* a, const double* b, size_t n, double level, poldyn_difference* difference);

#ifdef __cplusplus
}
#endif

#endif
