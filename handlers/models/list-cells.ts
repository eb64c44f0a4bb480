import { z } from "zod";
import { Flag } from "../../lib/flag.ts";
import { endpoint, ok } from "../../lib/http/endpoint.ts";
import { pageQuery, pageSchema } from "../../lib/http/page.ts";
import { defineRoute } from "../../lib/http/route.ts";
import { CELL_TYPES, Cell, DATA_TYPES, ENGINES, listCells } from "../../lib/models/cells.ts";
import { OUTCOMES } from "../../lib/workbooks/compare.ts";
import { ModelParams } from "./params.ts";

export const route = defineRoute({
  method: "get",
  path: "/api/models/{model_id}/cells",
  tag: "models",
  summary: "Cells of a model, in sheet, row and column order; filters are combined with AND",
  params: ModelParams,
  query: z.object({
    ...pageQuery(100, 1000),
    sheet_name: z.string().optional(),
    cell: z.string().optional(),
    cell_type: z.enum(CELL_TYPES).optional(),
    data_type: z.enum(DATA_TYPES).optional(),
    outcome: z.enum(OUTCOMES).optional(),
    calculation_engine: z.enum(ENGINES).optional(),
    has_formula: Flag.optional(),
    has_mismatch: Flag.optional(),
    is_circular: Flag.optional(),
    is_volatile: Flag.optional(),
    has_validation: Flag.optional(),
    depends_on: z.string().optional(),
  }),
  answers: {
    200: {
      description: "A page of cells",
      schema: pageSchema("items", Cell),
    },
  },
  errors: ["VALIDATION_ERROR", "RESOURCE_NOT_FOUND", "UNAVAILABLE"],
});

export const handler = endpoint(route, async ({ params, query }, ports) => {
  const { page, page_size, ...filter } = query;
  return ok(await listCells(ports, params.model_id, filter, { page, page_size }));
});
