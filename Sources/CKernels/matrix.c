#include "CKernels.h"
#include "clones.h"
#include <stdlib.h>
#include <string.h>

enum { panel_rows = 16, group_columns = 4 };

typedef double eight __attribute__((vector_size(64), aligned(8)));

/// `panel_rows` rows of four columns of the product, kept in registers while all of `inner` passes by.
static inline __attribute__((always_inline)) void multiply_tile(
    const double *panel, const double *right, size_t inner, double *target, size_t rows, size_t panel_count) {
  eight sums[group_columns][2] = {{{0}}};
  const double *columns[group_columns] = {right, right + inner, right + 2 * inner, right + 3 * inner};
  for (size_t k = 0; k < inner; k++) {
    eight low, high;
    memcpy(&low, panel + k * panel_rows, sizeof low);
    memcpy(&high, panel + k * panel_rows + 8, sizeof high);
    for (int column = 0; column < group_columns; column++) {
      double factor = columns[column][k];
      sums[column][0] += low * factor;
      sums[column][1] += high * factor;
    }
  }
  for (int column = 0; column < group_columns; column++) memcpy(target + column * rows, sums[column], panel_count * sizeof(double));
}

/// One column of a panel's rows of the product.
static inline __attribute__((always_inline)) void multiply_column(
    const double *panel, const double *right, size_t inner, double *target, size_t panel_count) {
  eight sums[2] = {{0}};
  for (size_t k = 0; k < inner; k++) {
    eight low, high;
    memcpy(&low, panel + k * panel_rows, sizeof low);
    memcpy(&high, panel + k * panel_rows + 8, sizeof high);
    sums[0] += low * right[k];
    sums[1] += high * right[k];
  }
  memcpy(target, sums, panel_count * sizeof(double));
}

WEIR_CLONES
void weir_multiply_panel(
    const double *left, size_t rows, size_t inner, const double *right, size_t columns, double *product, size_t first_row, double *panel) {
  size_t panel_count = rows - first_row < panel_rows ? rows - first_row : panel_rows;
  for (size_t k = 0; k < inner; k++) {
    for (size_t row = 0; row < panel_rows; row++)
      panel[k * panel_rows + row] = row < panel_count ? left[k * rows + first_row + row] : 0.0;
  }
  size_t column = 0;
  for (; column + group_columns <= columns; column += group_columns)
    multiply_tile(panel, right + column * inner, inner, product + column * rows + first_row, rows, panel_count);
  for (; column < columns; column++)
    multiply_column(panel, right + column * inner, inner, product + column * rows + first_row, panel_count);
}
