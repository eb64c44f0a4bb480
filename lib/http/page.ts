import { z } from "zod";

export type PageRequest = { page: number; page_size: number };
export type Page<T> = { total: number; page: number; page_size: number; total_pages: number; items: T[] };

/** The two query parameters of every list. */
export const pageQuery = (defaultSize: number, maxSize: number) => ({
  page: z.coerce.number().int().min(1).default(1),
  page_size: z.coerce.number().int().min(1).max(maxSize).default(defaultSize),
});

export function pageOf<T>(items: T[], total: number, { page, page_size }: PageRequest): Page<T> {
  return { total, page, page_size, total_pages: Math.ceil(total / page_size), items };
}

/** The schema of a page whose items stand under `name`. */
export const pageSchema = <Name extends string, Item extends z.ZodType>(name: Name, item: Item) =>
  z.object({
    total: z.int(),
    page: z.int(),
    page_size: z.int(),
    total_pages: z.int(),
    ...({ [name]: z.array(item) } as Record<Name, z.ZodArray<Item>>),
  });

/** The same page with its items under the name that the capability gives them. */
export function named<Name extends string, T>(name: Name, { items, ...page }: Page<T>) {
  return { ...page, [name]: items } as Omit<Page<T>, "items"> & Record<Name, T[]>;
}
