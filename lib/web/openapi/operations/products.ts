import { CreateProductInput } from "@/lib/services/products/create";
import { ListProductsInput } from "@/lib/services/products/list";
import { UpdateProductInput } from "@/lib/services/products/update";
import { Product, ProductPage, ProductWithActivity } from "../product-schemas";
import type { Operation } from "./operation";

const product = { tag: "Products", needsKey: true } as const;

export const PRODUCT_OPERATIONS: readonly Operation[] = [
  {
    ...product, method: "get", path: "/api/v1/products", id: "listProducts",
    summary: "List products",
    description: "By name, with the last event and how many there were in 60 days. Follow `next` as `cursor`.",
    query: ListProductsInput,
    answers: { 200: { description: "A page of products", schema: ProductPage } },
    problems: { 422: "A parameter is not valid" },
  },
  {
    ...product, method: "post", path: "/api/v1/products", id: "createProduct",
    summary: "Create a product",
    description: "Events find it by `externalId` or `ucode`, or by the id in the answer. Where the workspace discovers products, an event of an unknown one creates it by itself.",
    body: CreateProductInput,
    example: { name: "Photography with your phone", externalId: "5140377" },
    answers: { 201: { description: "Made", schema: Product } },
    problems: { 422: "A field is not valid, or another product has this id; `issues` says which" },
  },
  {
    ...product, method: "get", path: "/api/v1/products/{productId}", id: "getProduct",
    summary: "Get a product",
    description: "With the last event and how many there were in 60 days.",
    answers: { 200: { description: "The product", schema: ProductWithActivity } },
    problems: { 404: "No such product", 422: "Not a product's id" },
  },
  {
    ...product, method: "patch", path: "/api/v1/products/{productId}", id: "updateProduct",
    summary: "Change a product",
    description: "What is left out stays. An empty text or null takes an id away.",
    body: UpdateProductInput.omit({ productId: true }),
    example: { name: "Photography with your phone, 2nd edition" },
    answers: { 200: { description: "The product as it is now", schema: Product } },
    problems: { 404: "No such product", 422: "A field is not valid, or another product has this id" },
  },
  {
    ...product, method: "post", path: "/api/v1/products/{productId}/archive", id: "archiveProduct",
    summary: "Archive a product",
    description: "It is no longer offered where products are chosen. Its events are still accepted and delivered.",
    answers: { 200: { description: "The product as it is now", schema: Product } },
    problems: { 404: "No such product", 422: "Not a product's id" },
  },
  {
    ...product, method: "post", path: "/api/v1/products/{productId}/unarchive", id: "unarchiveProduct",
    summary: "Take a product out of the archive",
    description: "It is offered again where products are chosen.",
    answers: { 200: { description: "The product as it is now", schema: Product } },
    problems: { 404: "No such product", 422: "Not a product's id" },
  },
];
