#include "app/memory.h"
#include "app/program.h"

int main(int argc, char** argv) {
  poldyn::app::prepare_memory();
  return poldyn::app::run_program(argc, argv);
}
