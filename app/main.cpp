#include "app/program.h"

int main(int argc, char** argv) { return poldyn::app::run_program(argc, argv); }
