"""What people buy: orders now; products, coupons and membership beside them."""
