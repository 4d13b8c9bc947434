/* Two scenarios side by side: how much one differs from the other in one quantity, with an interval that narrows as pairs
 * of runs arrive.
 *
 *   cc pairs.c -lpoldyn -o pairs
 *   ./pairs open.toml sovereign.toml totals/iteration/time_to_deployment 32 */
#include <poldyn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is read while a scenario is, and let go afterwards. */
struct texts {
  char* kept[64];
  size_t n;
};

static char* read_file(const char* name, size_t* length) {
  FILE* file = fopen(name, "rb");
  char* text = NULL;
  size_t room = 0;
  *length = 0;
  if (file == NULL) return NULL;
  do {
    room += 65536;
    text = realloc(text, room);
    if (text == NULL) break;
    *length += fread(text + *length, 1, room - *length, file);
  } while (*length == room);
  fclose(file);
  return text;
}

static const char* find_text(void* context, const char* name, size_t* length) {
  struct texts* texts = context;
  char* text = texts->n < sizeof texts->kept / sizeof *texts->kept ? read_file(name, length) : NULL;
  if (text != NULL) texts->kept[texts->n++] = text;
  return text;
}

static poldyn_scenario* read_scenario(const char* name) {
  struct texts texts = {{NULL}, 0};
  poldyn_scenario* scenario = NULL;
  size_t length = 0, i;
  char* text = read_file(name, &length);
  if (text == NULL)
    fprintf(stderr, "%s: no such file\n", name);
  else if ((scenario = poldyn_scenario_read(name, text, length, find_text, &texts)) == NULL)
    fprintf(stderr, "%s\n", poldyn_last_error());
  for (i = 0; i < texts.n; ++i) free(texts.kept[i]);
  free(text);
  return scenario;
}

/* Where a total stands in the buffer: the number behind "offset" of the object that has this path. A program that has a
 * JSON reader at hand asks that. */
static int offset_of(poldyn_scenario* scenario, const char* path, size_t* offset) {
  const char* metrics = poldyn_metrics_json(scenario);
  char quoted[256];
  const char* at;
  if (metrics == NULL || strlen(path) > 200) return 0;
  sprintf(quoted, "\"path\":\"%s\"", path);
  at = strstr(metrics, quoted);
  if (at != NULL) at = strstr(at, "\"offset\":");
  if (at == NULL) return 0;
  *offset = (size_t)strtoul(at + strlen("\"offset\":"), NULL, 10);
  return 1;
}

/* Replicates 0 to n - 1 of one scenario: a total of its first bloc, into `values`. */
static int run(const poldyn_scenario* scenario, size_t offset, uint32_t n, double* values) {
  poldyn_shape shape;
  poldyn_request request = {0};
  uint32_t i;
  if (poldyn_scenario_shape(scenario, &shape) != POLDYN_OK) return 0;
  request.size = sizeof request;
  request.seed = 1; /* what run.seed is in both scenarios */
  request.count = n;
  request.totals = malloc(n * shape.totals * sizeof(double));
  if (request.totals == NULL) return 0;
  if (poldyn_run(scenario, &request) != POLDYN_OK) {
    fprintf(stderr, "%s\n", poldyn_last_error());
    free(request.totals);
    return 0;
  }
  for (i = 0; i < n; ++i) values[i] = request.totals[i * shape.totals + offset];
  free(request.totals);
  return 1;
}

int main(int argc, char** argv) {
  poldyn_scenario *a = NULL, *b = NULL;
  poldyn_difference difference;
  size_t offset = 0, n;
  double *values_a = NULL, *values_b = NULL;
  int code = EXIT_FAILURE;
  if (argc != 5 || (n = strtoul(argv[4], NULL, 10)) < 2) {
    fprintf(stderr, "usage: pairs A.toml B.toml totals/FAMILY/NAME PAIRS\n");
    return EXIT_FAILURE;
  }
  values_a = malloc(n * sizeof *values_a);
  values_b = malloc(n * sizeof *values_b);
  if (values_a != NULL && values_b != NULL && (a = read_scenario(argv[1])) != NULL &&
      (b = read_scenario(argv[2])) != NULL) {
    if (!offset_of(a, argv[3], &offset))
      fprintf(stderr, "no total is called %s\n", argv[3]);
    else if (run(a, offset, (uint32_t)n, values_a) && run(b, offset, (uint32_t)n, values_b) &&
             poldyn_compare(values_a, values_b, n, 0.95, &difference) == POLDYN_OK) {
      printf("A %.17g  B %.17g  B - A %.17g +- %.17g  (%zu pairs, p %.3g)\n", difference.mean_a, difference.mean_b,
             difference.mean, difference.half_width, difference.pairs, difference.p);
      code = EXIT_SUCCESS;
    }
  }
  poldyn_scenario_free(a);
  poldyn_scenario_free(b);
  free(values_a);
  free(values_b);
  return code;
}
